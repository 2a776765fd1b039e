/** The rebuild of the figures. */
export const rebuild = {
  rebuild: {
    title: 'Rebuild of the figures',
    ask: 'Rebuild the figures',
    hint: 'All margins and indicators are computed anew from the events, beside the ones that serve. Screens go on answering; at the end the new figures take the place of the old ones in a moment.',
    asked: 'Rebuild asked for',
    progress: '{{percent}} % – {{applied}} events of {{of}}. The present figures stay on show.',
    done: 'Last rebuild done: {{when}}',
    cancel: 'Stop the rebuild',
    cancelled: 'Rebuild stopped; the figures have not changed',
  },
};
