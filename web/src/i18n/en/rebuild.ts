/** The rebuild of the figures, and whether they are those of the ledger. */
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
  ledgerTie: {
    equal: 'Equal to the ledger, every month: revenue, cost of issues and value of stock.',
    waiting: 'Left and not invoiced yet: {{amount}}.',
    differs: 'The margins are not those of the ledger',
    cost: 'Cost of issues: {{amount}} is neither in the margins nor waiting for an invoice.',
    stock: 'Value of stock: differs by {{amount}} from what was posted.',
    months: 'Months that differ',
    month: 'Month',
    ledgerRevenue: 'Ledger',
    cubeRevenue: 'Margins',
    difference: 'Difference',
  },
};
