/** The family's own grades: one person's answers, with the same calls as the worker's own. */

/** The answers of one person of the visit. */
export function ownBook(person) {
  const answerOf = (visit, item, child = null) =>
    ownGradesOf(visit, person).find((each) => each.item === item && (each.child ?? null) === child) ?? null;
  const setAnswer = (draft, item, child, given) => {
    const { visit } = draft;
    let entry = answerOf(visit, item, child);
    if (!entry) (visit.own_grades ??= []).push((entry = { item, ...(child && { child }), person }));
    delete entry.grade;
    delete entry.state;
    Object.assign(entry, given);
  };
  const setSameAs = (draft, item, child, other) => {
    const { grade, state } = answerOf(draft.visit, item, other);
    setAnswer(draft, item, child, state ? { state } : { grade });
  };
  const clearAnswer = (draft, item, child) => {
    const { visit } = draft;
    const entry = answerOf(visit, item, child);
    visit.own_grades = (visit.own_grades ?? []).filter((each) => each !== entry);
    if (!visit.own_grades.length) delete visit.own_grades;
  };
  return { isOwn: true, answerOf, setAnswer, setSameAs, clearAnswer };
}

export function ownGradesOf(visit, person) {
  return (visit.own_grades ?? []).filter((each) => each.person === person);
}

/** For whom a person grades an item: a child for itself alone. */
export function ownSubjects(visit, person, subjects) {
  const isChild = visit.children.some((each) => each.id === person);
  return subjects.filter((each) => !isChild || each === null || each === person);
}
