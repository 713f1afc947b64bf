/** Works on pictures away from the page, which stays free for taps. */
import { readPicture } from "./read-picture.js";
import { answerCalls } from "./worker-calls.js";

answerCalls(
  ({ blob, sealer }) => readPicture(blob, sealer),
  ({ original, thumb }) => [original.sealed, thumb].filter(Boolean),
);
