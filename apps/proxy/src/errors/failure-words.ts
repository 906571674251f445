import type { Meaning } from './failure-codes.ts'

/** A limit of so much in so much time, or one that ends by waiting. */
const inTime =
  /\bper[- ](second|min(ute)?|hour)\b|\b(rpm|tpm)\b|rate limit|(please )?(wait|retry|try again) (in|before|for|until|after)\b/

/** A length of the question, by any of the names that it goes by. Not `max_tokens`, which is one of the answer. */
const length = String.raw`(?<![\w-])(prompt|input|context|conversation|message)s?`
const limit = String.raw`(limit|length|maximum|max\b|window|size|allowed|context)`

/** Fields of a request. "The model `temperature` is deprecated" is about the field. */
const field =
  /^(temperature|top_[pk]|\w*tokens|tools?|tool_choice|functions?|function_call|thinking|reasoning\w*|response_format|stop|stream\w*|n|seed|logprobs|logit_bias|user|system|parameters?|api[-_]version)$/

/**
 * Phrases in which providers tell what failed, in the order in which they are tried, against lower
 * case. Each needs its subject and its verb: "`temperature` is deprecated for this model" is about a
 * parameter, "the model `x` has been deprecated" about a model.
 */
export const wordMeanings: readonly (readonly [Meaning, Test])[] = [
  ['unreachable', /econnrefused|enotfound|eai_again|econnreset|fetch failed/],
  [
    'budget',
    unless(
      inTime,
      phrases(
        'exceeded your (current |monthly |daily )?quota',
        'credit balance',
        '(insufficient|not enough|out of|requires more|run out of|no remaining|depleted) (credits?|funds?|balance|quota|budget)',
        '(credits?|funds?|balance|quota|budget) (is |are |has been |have been |was )?(too low|insufficient|exhausted|depleted|exceeded|used up)',
        '(spend(ing)?|usage|billing|credit|budget|monthly|key) (hard |total )?limits? (has been |was |is )?(reached|exceeded|hit)',
        '(reached|exceeded|hit) (your|the|its) ([a-z]+ ){0,3}(usage|spend(ing)?|billing|credit|budget) limits?',
        '(balance|credit) is (negative|zero|empty)',
        '(weekly|monthly|daily) limit exhausted',
        'can only afford',
        'payment required',
        'exceeded (your|the|its) ([a-z]+ )?budget',
      ),
    ),
  ],
  [
    'too-long',
    unless(
      inTime,
      phrases(
        `exceed(s|ed|ing)? (the |this |its )?(model'?s? )?([a-z]+ ){0,2}context`,
        `context (length|limit|window|size) (is |was |has been )?(exceeded|too (long|large|small))`,
        `(maximum|max|available) (context|prompt|input)( length| window| size| tokens?)*`,
        `${length} (is |are |was )?(far |much )?too (long|large|big)`,
        `${length} (token count|tokens?|length)[^.]{0,60}(exceed|<=|greater than|larger than|longer than|over the)[^.]{0,60}${limit}`,
        `${length} exceeds?[^.]{0,40}(limit|length|maximum|max\\b|window|allowed)`,
        `(?<![\\w-])(?<!output |completion )tokens[^.]{0,80}exceed[^.]{0,60}(maximum|limit|allowed|context)`,
        '(?<!output |completion )too many (input |prompt |total )?(tokens|text bytes)',
        'reduce the length of (the|your) (messages|prompt|input|conversation)',
        '(longer|larger) than the (model|context|maximum context)',
        'tokens \\+ \\S*max_new_tokens\\S* must be',
        'context_window_exceeded',
      ),
    ),
  ],
  [
    'retired',
    aboutModel(
      '(?:has been|have been|was|were|is|are|will be)(?: now| already)? (?:decommissioned|deprecated|retired|shut ?down|discontinued|sunset(?:ted)?|no longer (?:available|supported))',
      '(?:has )?reached (?:the end of its life|its end of life|end[- ]of[- ]life)',
      'is marked by provider as legacy',
    ),
  ],
  [
    'routing',
    phrases(
      'endpoints found (matching|that)',
      'no (allowed|eligible|available) providers',
      'data policy',
    ),
  ],
  [
    'no-model',
    either(
      aboutModel(
        '(?:was |is |could )?not (?:be )?(?:found|exist|available|a valid)',
        "does(?: not|n't) exist",
        'is (?:invalid|unknown)',
      ),
      phrases(
        'no such model',
        '(unknown|invalid|unrecognized) model\\b',
        'model (identifier|id|name) (is |was )?(invalid|not (valid|found|recognized)|unknown)',
        'not a valid model',
        'no endpoints found for',
        'access to (the |this )?model',
        'not allowed to sample from',
      ),
    ),
  ],
  [
    'filtered',
    phrases(
      'content management policy',
      'content[ _]polic(y|ies)',
      'requires moderation',
      '(input|prompt|message|request|text|output|response|content) (was |is |has been |were )?(flagged|moderated|blocked by)',
      '(flagged|blocked|reject\\w*|violat\\w+|filtered|triggered)[^.]{0,80}(moderation|content filter|usage polic|safety|acceptable use)',
      '(moderation|content filter\\w*|safety (system|filter))[^.]{0,80}(flagged|block|reject|violat|trigger)',
    ),
  ],
  ['guardrail', phrases('guardrail[^.]{0,60}(block|fail|refus|reject|interven|violat|deni)')],
  [
    'region',
    phrases(
      '(country|region|territory|location)[^.]{0,40}(not supported|unsupported|not available|not allowed|restricted|forbidden)',
      '(not supported|unavailable|not available|not allowed|prohibited|blocked) (in|from|for) (your|this) (current )?(country|region|location|area|territory)',
      '^request not allowed\\.?$',
    ),
  ],
  [
    'key',
    phrases(
      '(api[- _]?key|credentials?|access token|security token|secret key)[^.]{0,40}(invalid|not valid|incorrect|expired|revoked|missing|disabled|deactivated|malformed)',
      '(invalid|incorrect|expired|revoked|disabled|deactivated|wrong|missing|malformed|no) (x-)?(api[- _]?key|credentials|access token|security token)',
      'organization has been (disabled|restricted)',
    ),
  ],
  [
    'overloaded',
    phrases(
      '(is|are|currently|temporarily|service) (overloaded|over capacity|at capacity)',
      '^overloaded',
    ),
  ],
  [
    'rate',
    phrases(
      'rate limit',
      'too many requests',
      'requests per (second|minute|day)',
      'throttl(ed|ing)',
      'please wait before trying',
    ),
  ],
]

type Test = Pick<RegExp, 'test'>

function phrases(...alternatives: string[]): RegExp {
  return new RegExp(alternatives.map((alternative) => `(?:${alternative})`).join('|'))
}

function unless(exception: Test, pattern: Test): Test {
  return { test: (said) => pattern.test(said) && !exception.test(said) }
}

function either(...tests: Test[]): Test {
  return { test: (said) => tests.some((one) => one.test(said)) }
}

/** Verbs whose subject is a model: by the word, or by a name with a digit and a separator in it. */
function aboutModel(...verbs: string[]): Test {
  const clause = new RegExp(`([\\w./:@-]{1,100})[\x60'"]?,? (?:${verbs.join('|')})`, 'g')
  return {
    test: (said) =>
      [...said.matchAll(clause)].some(({ 1: subject = '', index }) => {
        if (field.test(subject)) return false
        // The object of a preposition is no subject: "using temperature with claude-9 is no longer supported".
        const before = said.slice(Math.max(0, index - 20), index)
        if (/(?<!support )\b(for|with|on|in|by|of) (the |this )?[\x60'"]?$/.test(before))
          return false
        if (/^(model|version|models)$/.test(subject)) return true
        if (/\d/.test(subject) && /[-./:@]/.test(subject)) return true
        return /\bmodel:? [\x60'"]?$/.test(before)
      }),
  }
}
