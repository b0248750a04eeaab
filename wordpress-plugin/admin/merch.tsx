import { Button, Notice, Spinner, ToggleControl } from '@wordpress/components';
import { __, sprintf } from '@wordpress/i18n';
import { useEffect, useState } from 'react';
import { ask, type Refused } from './api';
import { Choice, Count, Picture, Price, Remove, Text, Wrong } from './fields';
import type { Problems, Product, ShowSummary, Variant } from './types';
import { newId } from './values';

const newVariant = (): Variant => ({
  id: newId('vrnt'),
  label: '',
  priceMinor: 2000,
  maxPerOrder: 5,
  stock: 20,
  sold: 0,
});

/** The merch table: products with their variants and stock, saved together. */
export function Merch() {
  const [products, setProducts] = useState<Product[] | null>(null);
  const [shows, setShows] = useState<ShowSummary[]>([]);
  const [problems, setProblems] = useState<Problems>({});
  const [message, setMessage] = useState<{ status: 'error' | 'success'; text: string } | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    Promise.all([ask<{ products: Product[] }>('/products'), ask<{ shows: ShowSummary[] }>('/shows')])
      .then(([merch, list]) => {
        setProducts(merch.products);
        setShows(list.shows);
      })
      .catch((error: Error) => setMessage({ status: 'error', text: error.message }));
  }, []);
  const save = async () => {
    setBusy(true);
    setProblems({});
    try {
      setProducts((await ask<{ products: Product[] }>('/products', 'PUT', { products })).products);
      setMessage({ status: 'success', text: __('Saved. Fans see it now.', 'parterre') });
    } catch (error) {
      setProblems((error as Refused).problems ?? {});
      setMessage({ status: 'error', text: (error as Error).message });
    } finally {
      setBusy(false);
    }
  };
  const set = (index: number, product: Product) => setProducts(products?.with(index, product) ?? null);
  const add = () =>
    setProducts([
      ...(products ?? []),
      {
        id: newId('prod'),
        show: null,
        name: '',
        description: '',
        images: [],
        published: true,
        variants: [newVariant()],
      },
    ]);
  return (
    <>
      <div className="parterre-bar">
        <strong className="parterre-bar-title">{__('Merch', 'parterre')}</strong>
        <Button __next40pxDefaultSize variant="secondary" onClick={add} disabled={!products} accessibleWhenDisabled>
          {__('Add a product', 'parterre')}
        </Button>
        <Button
          __next40pxDefaultSize
          variant="primary"
          isBusy={busy}
          disabled={busy || !products}
          accessibleWhenDisabled
          onClick={() => void save()}
        >
          {__('Save', 'parterre')}
        </Button>
      </div>
      {message && (
        <Notice status={message.status} onRemove={() => setMessage(null)}>
          {message.text}
        </Notice>
      )}
      {!products && !message && <Spinner />}
      {products?.length === 0 && <p className="parterre-empty">{__('Nothing on the table yet.', 'parterre')}</p>}
      {products?.map((product, index) => (
        <section className="parterre-section" key={product.id}>
          <div className="parterre-grid">
            <Text
              label={__('Name', 'parterre')}
              value={product.name}
              onChange={(name) => set(index, { ...product, name })}
              problem={problems[`products.${index}.name`]}
            />
            <Choice
              label={__('Sold with', 'parterre')}
              value={product.show ?? ''}
              options={[
                { value: '', label: __('Every show', 'parterre') },
                ...shows.map((show) => ({ value: show.id, label: show.title })),
              ]}
              onChange={(show) => set(index, { ...product, show: show || null })}
            />
          </div>
          <Text
            label={__('Description', 'parterre')}
            rows={2}
            value={product.description}
            onChange={(description) => set(index, { ...product, description })}
          />
          <Picture
            label={__('Picture', 'parterre')}
            value={product.images[0] ?? null}
            onChange={(image) => set(index, { ...product, images: image ? [image] : [] })}
          />
          <h3>{__('Variants', 'parterre')}</h3>
          {product.variants.map((variant, place) => {
            const path = `products.${index}.variants.${place}`;
            const change = (part: Partial<Variant>) =>
              set(index, { ...product, variants: product.variants.with(place, { ...variant, ...part }) });
            return (
              <div className="parterre-card parterre-grid" key={variant.id}>
                <Text
                  label={__('Variant', 'parterre')}
                  value={variant.label}
                  placeholder={__('M, L, signed…', 'parterre')}
                  onChange={(label) => change({ label })}
                />
                <Price
                  label={__('Price', 'parterre')}
                  value={variant.priceMinor}
                  onChange={(priceMinor) => change({ priceMinor })}
                  problem={problems[`${path}.priceMinor`]}
                />
                <Count
                  label={__('Pieces', 'parterre')}
                  value={variant.stock}
                  onChange={(stock) => change({ stock })}
                  /* translators: %d: pieces sold */
                  help={sprintf(__('%d sold. Empty: no limit.', 'parterre'), variant.sold)}
                />
                <Remove onClick={() => set(index, { ...product, variants: product.variants.toSpliced(place, 1) })} />
              </div>
            );
          })}
          <Wrong problem={problems[`products.${index}.variants`]} />
          <div className="parterre-row">
            <Button
              __next40pxDefaultSize
              variant="secondary"
              onClick={() => set(index, { ...product, variants: [...product.variants, newVariant()] })}
            >
              {__('Add a variant', 'parterre')}
            </Button>
            <ToggleControl
              __nextHasNoMarginBottom
              label={__('For sale', 'parterre')}
              checked={product.published}
              onChange={(published) => set(index, { ...product, published })}
            />
            <Remove
              label={__('Remove this product', 'parterre')}
              onClick={() => setProducts(products.toSpliced(index, 1))}
            />
          </div>
        </section>
      ))}
    </>
  );
}
