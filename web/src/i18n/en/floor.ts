/** What the warehouse and buyers write: a supplier's answer, labels, records. */
export const floor = {
  invitation: {
    until: 'Answer wanted by {{date}}',
    lines: 'What you are asked for ({{currency}}, before tax)',
    minimum: 'From',
    noPrice: 'A line without a price is not quoted. “From”: the quantity from which the price holds.',
    terms: 'Terms',
    send: 'Send my offer',
    sendAgain: 'Replace my offer',
    decline: 'Decline',
    declineHint: 'The buyer will know that you do not quote. You can still answer until the last day.',
    kept: 'Your offer has arrived (version {{version}}). You can replace it until the last day.',
    won_one: 'Your offer was chosen for {{count}} line. The order follows.',
    won_other: 'Your offer was chosen for {{count}} lines. The order follows.',
    over: 'No more answers are expected to this request.',
    links: 'Links of the suppliers',
    linksHint: 'By his link a supplier answers without an account. Copy or send them now: they are shown once only.',
    newLink: 'New link (the old one is void)',
    mail: 'Write',
    mailSubject: 'Request for quote {{number}}',
    mailText:
      'Hello,\n\nPlease give us your prices for request {{number}} by {{date}}, with this link, without an account:\n{{address}}\n',
  },
};
