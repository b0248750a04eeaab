import { InspectorControls, useBlockProps } from '@wordpress/block-editor';
import { Disabled, PanelBody } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import ServerSideRender from '@wordpress/server-side-render';
import { ShowPicker } from './show-picker';

interface Props {
  name: string;
  attributes: { show?: string };
  setAttributes: (attributes: { show: string }) => void;
  context: { postId?: number };
}

/** A block the server draws, shown as the server draws it: text and a picture, nothing that runs. */
export function ShowSheetEdit({ name, attributes, setAttributes, context }: Props) {
  return (
    <div {...useBlockProps()}>
      <InspectorControls>
        <PanelBody title={__('Show', 'parterre')}>
          <ShowPicker value={attributes.show ?? ''} onChange={(show) => setAttributes({ show })} />
        </PanelBody>
      </InspectorControls>
      <Disabled>
        <ServerSideRender block={name} attributes={attributes} urlQueryArgs={{ post_id: context.postId }} />
      </Disabled>
    </div>
  );
}
