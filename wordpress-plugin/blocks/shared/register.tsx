import { registerBlockType, type BlockConfiguration, type BlockEditProps } from '@wordpress/blocks';
import type { ReactNode } from 'react';

/** What every block of ours may have; each uses some of them. */
export interface Attributes extends Record<string, unknown> {
  show?: string;
  which?: string;
  layout?: string;
  campaign?: string;
  compact?: string;
}

export interface EditProps {
  /** The block's own name: `parterre/ticket`. */
  name: string;
  attributes: Attributes;
  setAttributes: (attributes: Partial<Attributes>) => void;
  context: { postId?: number };
}

/**
 * Registers a block that the server draws: nothing of it is saved but its attributes.
 *
 * @param metadata the block's `block.json`, whose lists TypeScript reads as lists of any text
 */
export function registerServerBlock(metadata: { name: string }, edit: (props: EditProps) => ReactNode): void {
  registerBlockType<Attributes>(metadata as BlockConfiguration<Attributes>, {
    edit: (props: BlockEditProps<Attributes>) => edit({ ...props, name: metadata.name }),
    save: () => null,
  });
}
