/** What a visit may hold and how much: as in gcp/core, to which tests/test_twins.py holds it. */

export const KINDS = ["arranged", "short_notice", "unannounced", "incidental", "emergency"];
export const ACCESS = ["inside", "doorstep", "refused", "no_reply"];
export const STATES = ["not_seen", "refused", "not_applicable"];
export const ROLES = ["carer", "other"];
export const MADE_UP_BY = ["school", "relative", "service", "child"];
export const SEEN = ["seen_alone", "seen", "not_seen"];
export const ROOMS = ["kitchen", "living_room", "bathroom", "bedroom", "hall", "outside", "other"];
export const CONSENTS = ["agreed", "refused", "not_asked", "police_power"];
export const POWERS = ["police_protection", "entry_warrant", "search_pace", "arrest", "other"];
export const CHECKED = ["yes", "no", "not_asked"];
export const SIGN_GROUPS = ["people", "substances", "safety", "children", "home", "animals"];

/** Grades from this one on are read as needs not met, and ask for words. */
export const CONCERN = 4;

export const WORDS = 5_000;
export const OWN_WORDS = 10_000;
export const PHOTO_BYTES = 32_000_000;
