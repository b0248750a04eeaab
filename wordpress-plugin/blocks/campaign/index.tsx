import { registerServerBlock } from '../shared/register';
import { TagEdit } from '../shared/tag-edit';
import metadata from './block.json';

registerServerBlock(metadata, (props) => <TagEdit {...props} asksForCampaign />);
