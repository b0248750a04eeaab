/** What was typed into a field of the form that is being sent. */
export const valueOf = (event: Event, name: string): string => {
  const typed = new FormData(event.target as HTMLFormElement).get(name);
  return typeof typed === 'string' ? typed.trim() : '';
};
