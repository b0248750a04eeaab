import { registerBlockType } from '@wordpress/blocks';
import { ShowSheetEdit } from '../shared/show-sheet-edit';
import metadata from './block.json';

registerBlockType(metadata, { edit: (props) => <ShowSheetEdit {...props} />, save: () => null });
