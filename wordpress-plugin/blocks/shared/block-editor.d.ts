// The package comes without types for its entry: this is what we use of it.
declare module '@wordpress/block-editor' {
  import type { ComponentType, HTMLAttributes, ReactNode } from 'react';

  /** Draws its children in the sidebar while the block is selected. */
  export const InspectorControls: ComponentType<{ children: ReactNode }>;
  /** What the outermost element of a block must carry for the editor to know it. */
  export function useBlockProps(): HTMLAttributes<HTMLElement>;
}
