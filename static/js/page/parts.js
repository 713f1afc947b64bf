/** Which class owns which element: the one map, by the element's `data-part`. */
import { Area } from "./area.js";
import { Arriving } from "./arriving.js";
import { Care } from "./care.js";
import { Conflict } from "./conflict.js";
import { Correct } from "./correct.js";
import { Device } from "./device.js";
import { Family } from "./family.js";
import { Finish } from "./finish.js";
import { Home } from "./home.js";
import { Homes } from "./homes.js";
import { List } from "./list.js";
import { Met } from "./met.js";
import { NewHome } from "./new-home.js";
import { NextSteps } from "./next-steps.js";
import { Notes } from "./notes.js";
import { Passphrase } from "./passphrase.js";
import { Photos } from "./photos.js";
import { Place } from "./place.js";
import { Powers } from "./powers.js";
import { QuickItems } from "./quick-items.js";
import { QuickVoices } from "./quick-voices.js";
import { Remove } from "./remove.js";
import { Review } from "./review.js";
import { RoomPhotos } from "./room-photos.js";
import { SaveProblem } from "./save-problem.js";
import { Saved } from "./saved.js";
import { Sent } from "./sent.js";
import { SignIn } from "./sign-in.js";
import { Signs } from "./signs.js";
import { Start } from "./start.js";
import { Tasks } from "./tasks.js";
import { Voice } from "./voice.js";
import { WorkFile } from "./work-file.js";

export const parts = {
  area: Area,
  arriving: Arriving,
  care: Care,
  conflict: Conflict,
  correct: Correct,
  device: Device,
  family: Family,
  finish: Finish,
  home: Home,
  homes: Homes,
  items: QuickItems,
  list: List,
  "new-home": NewHome,
  "next-steps": NextSteps,
  notes: Notes,
  passphrase: Passphrase,
  people: Met,
  photos: Photos,
  place: Place,
  powers: Powers,
  remove: Remove,
  review: Review,
  "room-photos": RoomPhotos,
  "save-problem": SaveProblem,
  saved: Saved,
  sent: Sent,
  "sign-in": SignIn,
  signs: Signs,
  start: Start,
  tasks: Tasks,
  voice: Voice,
  voices: QuickVoices,
  "work-file": WorkFile,
};
