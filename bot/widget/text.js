/** Every word of the chat page that the server does not send. */

const COMPANY = 'Plainwatt';

export const words = {
  company: COMPANY,
  title: `Chat with ${COMPANY}`,
  subtitle: 'You are talking with our automated assistant.',
  conversation: 'Conversation',
  welcome: 'Hello. What can we look up or start for you?',
  promise: 'Each answer says what you will get, what you will not get, and by when.',
  suggestionsLabel: 'Ways to begin',
  suggestions: ['How much is my bill?', 'My power is out', 'I need a new connection'],

  inputLabel: 'Your message',
  placeholder: 'Write a message',
  inputHint: 'Enter sends. Shift and Enter starts a new line.',
  send: 'Send',
  charactersLeft: (count) => (count === 1 ? '1 character left' : `${count} characters left`),
  charactersOver: (count) => (count === 1 ? '1 character too many' : `${count} characters too many`),

  who: { customer: 'You', bot: COMPANY, agent: `${COMPANY} staff` },
  said: { customer: 'You said:', bot: `${COMPANY} said:`, agent: `A person at ${COMPANY} said:` },
  person: 'a person',
  typing: `${COMPANY} is typing`,
  newer: 'New messages',
  choices: 'Choose an answer',
  chosen: 'chosen',
  opensElsewhere: ' (opens in a new tab)',

  sending: 'Sending',
  sent: 'Sent',
  waiting: 'Kept here. We send it when the line is back.',
  failed: 'Not sent.',
  tryAgain: 'Try again',

  offline: 'No connection right now. What you write is kept and sent when the line is back.',
  busy: 'We cannot take messages right now. What you write is kept and sent by itself.',
  newConversation: 'Your earlier conversation was closed. A new one starts here.',

  today: 'Today',
  yesterday: 'Yesterday',
  at: (day, time) => `${day} at ${time}`,
  days: { '-1': 'yesterday', 0: 'today', 1: 'tomorrow' },
};

/** The labels are those of bot/catalogue/wording, so that a card reads alike on every channel. */
export const cardWords = {
  label: (title) => `What you can expect: ${title}`,
  will: 'You will get',
  willNot: 'You will not get',
  byWhen: 'By when',
  bestElsewhere: 'Best elsewhere',
  ifMissed: 'If we miss it',
  sources: 'Where this comes from',
  unfold: 'Show all',
  fold: 'Show less',
  kinds: {
    guarantee: 'Guaranteed',
    target_average: 'Usual time, on average',
    estimate: 'Our estimate',
    no_commitment: 'No time promised',
  },
  due: {
    guarantee: (when) => `At the latest: ${when}`,
    target_average: (when) => `On average: about ${when}`,
    estimate: (when) => `We expect: ${when}`,
    no_commitment: () => '',
  },
  measuredFrom: (start) => `Counted from ${start}`,
};
