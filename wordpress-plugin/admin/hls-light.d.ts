/** The light build of hls.js, as far as the desk and the cutting room use it. */
declare module 'hls.js/light' {
  interface Player {
    loadSource(url: string): void;
    attachMedia(video: HTMLVideoElement): void;
    on(event: string, listener: (event: string, error: { fatal: boolean }) => void): void;
    destroy(): void;
  }
  const Hls: {
    new (settings?: object): Player;
    isSupported(): boolean;
    readonly Events: { readonly ERROR: string };
  };
  export default Hls;
}
