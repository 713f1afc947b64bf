/** Which class owns which element: the one map, by the element's `data-part`. */
import { Area } from "./area.js";
import { Arriving } from "./arriving.js";
import { Conflict } from "./conflict.js";
import { Correct } from "./correct.js";
import { List } from "./list.js";
import { Notes } from "./notes.js";
import { Photos } from "./photos.js";
import { Review } from "./review.js";
import { SaveProblem } from "./save-problem.js";
import { Saved } from "./saved.js";
import { Sent } from "./sent.js";
import { Signs } from "./signs.js";
import { Start } from "./start.js";
import { Tasks } from "./tasks.js";
import { Voice } from "./voice.js";

export const parts = {
  area: Area,
  arriving: Arriving,
  conflict: Conflict,
  correct: Correct,
  list: List,
  notes: Notes,
  photos: Photos,
  review: Review,
  "save-problem": SaveProblem,
  saved: Saved,
  sent: Sent,
  signs: Signs,
  start: Start,
  tasks: Tasks,
  voice: Voice,
};
