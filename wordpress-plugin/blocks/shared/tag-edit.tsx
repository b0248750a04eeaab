import { getBlockType } from '@wordpress/blocks';
import { InspectorControls, useBlockProps } from '@wordpress/block-editor';
import { PanelBody, Placeholder, SelectControl, ToggleControl } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import { editorCampaigns, editorShows } from './editor';
import type { EditProps } from './register';
import { ShowPicker } from './show-picker';

interface Props extends EditProps {
  asksForShow?: boolean;
  asksForList?: boolean;
  asksForCampaign?: boolean;
}

/**
 * A block of one tag in the editor: a placeholder that says what will stand here. The tag itself never runs in the
 * editor, where it would play a stream and join a chat at every keystroke.
 */
export function TagEdit({
  name,
  attributes,
  setAttributes,
  asksForShow = false,
  asksForList = false,
  asksForCampaign = false,
}: Props) {
  const type = getBlockType(name);
  const show = editorShows().find((one) => one.id === attributes.show);
  const about = show?.title ?? __('The show of this page, else the next one', 'parterre');
  const lists: Record<string, string> = {
    coming: __('Coming shows', 'parterre'),
    replays: __('Replays', 'parterre'),
    all: __('Coming shows and replays', 'parterre'),
  };
  const list = lists[attributes.which ?? 'coming'] ?? '';
  return (
    <div {...useBlockProps()}>
      {(asksForShow || asksForList) && (
        <InspectorControls>
          <PanelBody title={__('Show', 'parterre')}>
            {asksForShow && (
              <ShowPicker value={attributes.show ?? ''} onChange={(value) => setAttributes({ show: value })} />
            )}
            {asksForList && (
              <SelectControl
                __next40pxDefaultSize
                __nextHasNoMarginBottom
                label={__('Which shows', 'parterre')}
                value={attributes.which ?? 'coming'}
                options={Object.entries(lists).map(([value, label]) => ({ value, label }))}
                onChange={(which) => setAttributes({ which })}
              />
            )}
          </PanelBody>
        </InspectorControls>
      )}
      {asksForCampaign && (
        <InspectorControls>
          <PanelBody title={__('Campaign', 'parterre')}>
            <SelectControl
              __next40pxDefaultSize
              __nextHasNoMarginBottom
              label={__('Campaign', 'parterre')}
              value={attributes.campaign ?? ''}
              options={[
                { value: '', label: __('The campaign of this page’s show', 'parterre') },
                ...editorCampaigns().map(({ id, title }) => ({ value: id, label: title })),
              ]}
              onChange={(campaign) => setAttributes({ campaign })}
            />
            <ToggleControl
              __nextHasNoMarginBottom
              label={__('Compact, for beside a picture', 'parterre')}
              checked={attributes.compact === 'compact'}
              onChange={(compact) => setAttributes({ compact: compact ? 'compact' : '' })}
            />
          </PanelBody>
        </InspectorControls>
      )}
      <Placeholder
        icon={type?.icon?.src as never}
        label={type?.title ?? name}
        instructions={asksForShow ? about : asksForList ? list : __('Fans see it on the page.', 'parterre')}
      />
    </div>
  );
}
