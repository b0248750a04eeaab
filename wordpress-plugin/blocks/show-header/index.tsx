import { registerServerBlock } from '../shared/register';
import { ShowSheetEdit } from '../shared/show-sheet-edit';
import metadata from './block.json';

registerServerBlock(metadata, (props) => <ShowSheetEdit {...props} />);
