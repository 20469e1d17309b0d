// Under which names this browser remembers the audio devices that were chosen.

export const MICROPHONE = 'hotline.microphone';
export const SPEAKER = 'hotline.speaker';
