import { createRoot } from '@wordpress/element';
import { __ } from '@wordpress/i18n';
import { useEffect, useState, type ReactNode } from 'react';
import { Merch } from './merch';
import { Orders } from './orders';
import { Settings } from './settings';
import { ShowEditor } from './show-editor';
import { Shows } from './shows';

/** Where one is, kept in the address so that it can be reloaded, sent, and gone back from. */
interface Place {
  tab: string;
  /** Id of the show in the editor, `new`, or null for the list. */
  show: string | null;
}

function readPlace(): Place {
  const query = new URLSearchParams(location.search);
  return { tab: query.get('tab') ?? window.parterreAdmin.tabs[0] ?? 'shows', show: query.get('show') };
}

function addressOf({ tab, show }: Place): string {
  const query = new URLSearchParams({
    page: 'parterre',
    ...(tab === 'shows' ? {} : { tab }),
    ...(show ? { show } : {}),
  });
  return `?${query.toString()}`;
}

function App() {
  const [place, setPlace] = useState(readPlace);
  useEffect(() => {
    const back = () => setPlace(readPlace());
    addEventListener('popstate', back);
    return () => removeEventListener('popstate', back);
  }, []);
  const go = (next: Place) => {
    history.pushState(null, '', addressOf(next));
    setPlace(next);
    scrollTo({ top: 0 });
  };
  const labels: Record<string, string> = {
    shows: __('Shows', 'parterre'),
    merch: __('Merch', 'parterre'),
    orders: __('Orders', 'parterre'),
    settings: __('Settings', 'parterre'),
  };
  const screens: Record<string, () => ReactNode> = {
    shows: () =>
      place.show === null ? (
        <Shows open={(id) => go({ tab: 'shows', show: id ?? 'new' })} />
      ) : (
        <ShowEditor
          key={place.show === 'new' ? 'new' : 'known'}
          id={place.show === 'new' ? null : place.show}
          onClose={() => go({ tab: 'shows', show: null })}
          onCreated={(id) => history.replaceState(null, '', addressOf({ tab: 'shows', show: id }))}
        />
      ),
    merch: () => <Merch />,
    orders: () => <Orders />,
    settings: () => <Settings />,
  };
  return (
    <>
      <nav className="parterre-tabs" aria-label="Parterre">
        {window.parterreAdmin.tabs.map((tab) => (
          <a
            key={tab}
            href={addressOf({ tab, show: null })}
            aria-current={tab === place.tab ? 'page' : undefined}
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return;
              event.preventDefault();
              go({ tab, show: null });
            }}
          >
            {labels[tab] ?? tab}
          </a>
        ))}
      </nav>
      <main className="parterre-main">{screens[place.tab]?.()}</main>
    </>
  );
}

const root = document.getElementById('parterre-admin');
if (root) createRoot(root).render(<App />);
