/** What the server tells the editor: the published shows, newest first. */
export interface EditorShow {
  id: string;
  title: string;
  /** ISO 8601, UTC. */
  startsAt: string;
}

declare global {
  interface Window {
    parterreEditor?: { shows: EditorShow[]; campaigns?: { id: string; title: string }[] };
  }
}

export const editorShows = (): EditorShow[] => window.parterreEditor?.shows ?? [];

export const editorCampaigns = (): { id: string; title: string }[] => window.parterreEditor?.campaigns ?? [];
