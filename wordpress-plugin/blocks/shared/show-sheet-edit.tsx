import { InspectorControls, useBlockProps } from '@wordpress/block-editor';
import { Disabled, PanelBody, ToggleControl } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import ServerSide from '@wordpress/server-side-render';
import type { EditProps } from './register';
import { ShowPicker } from './show-picker';

/** A block the server draws, shown as the server draws it: text and a picture, nothing that runs. */
export function ShowSheetEdit({ name, attributes, setAttributes, context }: EditProps) {
  return (
    <div {...useBlockProps()}>
      <InspectorControls>
        <PanelBody title={__('Show', 'parterre')}>
          <ShowPicker value={attributes.show ?? ''} onChange={(show) => setAttributes({ show })} />
          {name === 'parterre/show-header' && (
            <ToggleControl
              __nextHasNoMarginBottom
              label={__('Fill the back with the poster', 'parterre')}
              checked={attributes.layout === 'poster'}
              onChange={(poster) => setAttributes({ layout: poster ? 'poster' : 'text' })}
            />
          )}
        </PanelBody>
      </InspectorControls>
      <Disabled>
        <ServerSide block={name} attributes={attributes} urlQueryArgs={{ post_id: context.postId }} />
      </Disabled>
    </div>
  );
}
