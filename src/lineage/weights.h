/* SPDX-License-Identifier: Apache-2.0 */
/* Every weight and threshold of lineage, in one place. Lengths are words, ratios 0..1, weights of
 * evidence natural log odds (2.0: about seven to one). Tuned on made pairs (eval/copies) and on a
 * handful of real ones; none is finer than the data can tell. */
#ifndef SR_LINEAGE_WEIGHTS_H
#define SR_LINEAGE_WEIGHTS_H

/* -- finding candidates ---------------------------------------------------------------------- */
#define GRAM_WORDS 5u           /* words in one fingerprint */
#define GRAM_REPORTS_MAX 48u    /* a gram in more reports is common: masked, paired with few */
#define GRAM_COMMON_PARTNERS 6u /* how many later reports a common gram still pairs one with */
#define GRAM_FREQUENT 8u        /* in more reports, it links none by itself */
#define GRAM_REPEATS_MAX 4u     /* of one gram in one report */
#define SEED_POINTS 10u         /* what a shared gram counts; a frequent one counts 1 */
#define PAIR_POINTS_MIN 30u     /* points before a pair is looked at */

/* -- is this sentence that sentence? --------------------------------------------------------- */
#define SENTENCE_WORDS_MAX 400u /* longer ones are compared by their first words only */
#define NEAR_RATIO 0.80f        /* 2 * common words / all words, in order */
#define NEAR_COVER 0.80f        /* of one sentence's words in shared runs of GRAM_WORDS */
#define NEAR_WORDS_MIN 7u       /* unmasked words in common; shorter sentences need a neighbour */
#define CLAUSE_RUN 12u          /* an unbroken run of unmasked words this long ... */
#define CLAUSE_SHARE 0.40f      /* ... and this share of the shorter sentence is copied */
#define OPEN_RATIO 0.70f        /* of what is not masked, where masked words are in common too */
#define CHAIN_RATIO 0.50f       /* enough where the sentence before or after is copied too */
#define CHAIN_WITHIN 0.60f      /* likewise, as a share of the shorter sentence */
#define CHAIN_WORDS_MIN 3u
#define CHAIN_STEP 2u        /* how far a neighbour in the chain may be, in sentences */
#define REWORDED_RATIO 0.62f /* anywhere in a pair with REWORDED_ANCHORS sure sentences */
#define REWORDED_ANCHORS 4u
#define SHORT_ROW_CELLS 3u        /* pairs of short sentences before a row of them is looked for */
#define EQUAL_SHARE 0.3f          /* of the shorter text copied: then equal short sentences are too */
#define QUOTE_RUN 6u              /* quoted words in a row that make a shared quotation */
#define LINK_WORDS_MIN 13u        /* unmasked, infrequent words in common over a pair's sure sentences */
#define LINK_WORDS_FREQUENT 45u   /* or so many frequent ones ... */
#define LINK_SHARE_FREQUENT 0.15f /* ... and this share of the shorter: a text that many print, no policy line */
#define LINK_RATIO_ONE 0.80f      /* where it is one sentence only: this near ... */
#define LINK_COVER_ONE 0.90f      /* ... or this share of the shorter in long runs */
#define LINK_RUN_ONE 8u           /* ... with a run this long; */
#define LINK_CLAUSE_ONE 20u       /* or a clause this long */
#define COMMON_CHAIN_WORDS 80u    /* common words in chained sentences that are a text, not a phrase */

/* -- direction ------------------------------------------------------------------------------- */
#define W_AGENCY_ITSELF 3.0f       /* one report is the agency's own, the other names the agency */
#define W_AGENCY_BARE 1.6f         /* one is the agency's own, the other names no other */
#define W_AGENCY_BOTH 1.8f         /* both credit one agency that neither is: common source */
#define W_AGENCY_ONE 1.0f          /* one credits an agency, the other nobody: common source */
#define W_CITE_BOTH 1.2f           /* both keep "told <agency>" and neither is it: common source */
#define W_CITE_BOTH_WEAK 0.5f      /* the same with "<agency> reported" */
#define W_CITE_ONE 0.8f            /* one keeps "told <agency>" where the other has it without */
#define W_CITE_OUTLET 1.5f         /* a copied sentence names the other outlet as its origin */
#define W_TIME_CLOCK 2.2f          /* published earlier, by the clock */
#define W_TIME_DAY 2.0f            /* published at least two days earlier, or one with both dates */
#define TIME_SLACK_S 600           /* closer than this is no evidence */
#define TIME_SLACK_NO_ZONE_S 50400 /* where a time zone is missing */
#define W_TRUNCATION 1.3f          /* one is the first part of the other */
#define W_CONTAINED 0.5f           /* one lies wholly within the other */
#define CONTAINED_SHARE 0.92f
#define EXTENDED_SHARE 0.80f /* the holder has at most this share of itself in the other */
#define W_COMPOSITE 1.6f     /* one also holds sentences of a third that the other lacks */
#define COMPOSITE_SENTENCES 2u
#define W_LEAD 0.4f      /* one has a first sentence of its own before the common text */
#define W_FULL_NAME 0.7f /* a name is introduced in one, bare in the other; each */
#define W_FULL_NAME_MAX 2.4f
#define W_ACRONYM 0.6f
#define W_ARTICLE 0.35f /* "the suspect" before "a suspect" in one; each */
#define W_ARTICLE_MAX 0.7f
#define W_DANGLING 0.7f /* begins with "He said" and nobody stands before it; each */
#define W_DANGLING_MAX 2.1f
#define W_STYLE 1.0f /* a form that is not the house's, left over in copied text; each */
#define W_STYLE_MAX 2.0f
#define STYLE_HOUSE_MIN 3u   /* uses that make a form the house's own */
#define STYLE_LOOK_MAX 1000u /* of a text's words with other forms, how many are looked at */
#define LOOK_WORDS_MAX 64u   /* of one word's places in a text, how many are looked at */
#define W_READING 0.5f       /* two agree against the third; each */
#define W_READING_MAX 3.0f
#define READINGS_MIN 3u              /* readings in which each stands alone */
#define READINGS_BETWEEN 2u          /* the same, where the third hardly ever does */
#define READING_SENTENCES 3u         /* at most so many missing sentences count as readings */
#define READING_COINCIDENCE 0.25f    /* share of readings that two make alike by chance */
#define W_BETWEEN 2.4f               /* the third stands between the two */
#define W_SIBLINGS 3.0f              /* both have it from a third that holds all they share */
#define SIBLING_SHARE 0.90f          /* of their shared sentences, that the third has too ... */
#define SIBLING_NEARER 0.01f         /* ... as near as they are to each other, less this */
#define CREDIT_AGAINST_READINGS 0.5f /* what a credit still counts where readings tell a common source */
#define DECIDE_MIN 0.7f              /* less than this in sum: unknown */
#define COMMON_MIN 1.0f              /* less than this: not a common source */

#define SAME_RATIO 0.995f /* every sentence at least this near, in order: the same text */

#endif
