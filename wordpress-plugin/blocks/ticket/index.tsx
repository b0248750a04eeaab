import { registerBlockType } from '@wordpress/blocks';
import { TagEdit } from '../shared/tag-edit';
import metadata from './block.json';

registerBlockType(metadata, {
  edit: (props) => <TagEdit {...props} asksForShow />,
  save: () => null,
});
