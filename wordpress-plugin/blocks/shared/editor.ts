/** What the server tells the editor: the published shows, newest first. */
export interface EditorShow {
  id: string;
  title: string;
  /** ISO 8601, UTC. */
  startsAt: string;
}

declare global {
  interface Window {
    parterreEditor?: { shows: EditorShow[] };
  }
}

export const editorShows = (): EditorShow[] => window.parterreEditor?.shows ?? [];
