declare module 'hls.js/light' {
  interface Player {
    loadSource(url: string): void;
    attachMedia(video: HTMLVideoElement): void;
    destroy(): void;
  }
  const Hls: { new (settings?: object): Player; isSupported(): boolean };
  export default Hls;
}
