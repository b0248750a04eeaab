/** A video in the box for pictures, which may start to play in the very gesture that asked for it; null without the box. */
export function makeVideo(pictures: HTMLElement | null): HTMLVideoElement | null {
  if (!pictures) return null;
  const video = document.createElement('video');
  video.playsInline = true;
  video.setAttribute('part', 'video');
  // Tabbing goes to the controls, which have names.
  video.tabIndex = -1;
  pictures.append(video);
  return video;
}
