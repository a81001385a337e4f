/**
 * Families of words that show what a step does, whatever it is about. One entry a word; `*` at the end stands for any
 * ending; an entry of two words is a phrase. Hyphens count as spaces.
 */
const WORDS = {
  /** Made-up input in place of the real one. */
  assumed:
    "assume,assumes,assumed,assuming,assumption*,simulat*,placeholder*,hypothetical*,mock,mocked,dummy,fabricat*,pretend,suppose,let's say,example data,example value*,example dataset,sample data,sample value*,sample dataset,for demonstration",
  /** From memory or by hand instead of from a source. */
  byHand:
    "manual*,by hand,known data,known fact*,known information,from memory,my knowledge,general knowledge,common knowledge,existing knowledge,available knowledge,historical knowledge,i recall,i remember,i believe,commonly known,well known,far as",
  doubt: "might,perhaps,possible,possibly,likely,probable,probably,seem,seems,appear,appears,unclear,not sure,uncertain,plausible,presumabl*,potential*,could be,may be",
  /** Something did not work. */
  trouble:
    "error,errors,fail,fails,failed,failure,failures,failing,unable,cannot,can't,couldn't,could not,didn't,did not,unfortunately,issue,issues,problem,problems,not found,not available,not possible,not accessible,not defined,not installed,not explicitly,timed out,timeout,missing,denied,exception,invalid,unexpected",
  /** Another step is called wrong. */
  objection:
    "incorrect*,mistake,mistakes,wrong,wrongly,inaccura*,miscalculat*,misunderst*,should have,should instead,be corrected,re evaluat*,re examin*,re check*,re calculat*,re consider*,reevaluat*,reexamin*,recheck*,recalculat*,reconsider*,revisit*,discrepanc*,inconsisten*,improbable,implausible,corrected,correction,corrections,oversight,doesn't match,doesn't align,not match,not align,doesn't seem",
  check: "verif*,validat*,double check*,cross check*,cross verif*,cross referenc*,confirm,confirms,confirmed,confirming,confirmation",
  /** Agreement with what stands. */
  agree: "i agree,correct and,is correct,are correct,accurate,accurately,looks good,looks correct,looks solid,successfully,as expected,satisfy,satisfied,satisfies,no objection*,further objection*",
  concludes: "therefore,thus,hence,conclude,conclusion,concluded,final answer,final result,final output,final count,final list,final value,answer is,result is,summary,so the,we find,we found,we got,we have",
  plans: "plan,step,steps,first,firstly,second,secondly,next,then,finally,let's,need to,we will,i will,i'll,proceed,approach,strategy",
  looksUp: "search,searches,searched,searching,google,bing,wikipedia,webpage,website,web page,web site,url,http,https,api,scrape,scraping,fetch,request,requests,requested,download,browse,click,clicked,scroll,scrolled,lookup,look up,query",
  reckons: "calculat*,compute,computes,computed,computing,sum,average,mean,count,counts,counted,counting,formula,equation,total,multipl*,divid*,subtract*,round,rounded",
  /** Gives the work to others. A question mark counts too. */
  asks: "could you,can you,would you,please provide,please confirm,please share,please proceed,please verify,please review",
  /** Barred from outside. */
  barred: "paywall,log in,login,sign in,captcha,subscription,access denied,forbidden,403,404,429,rate limit,permission,permissions,unauthori*,api key,credentials",
} as const;

export type Cue = keyof typeof WORDS;

/** Every family, in the order of the counts in `Tokens.cues`. */
export const CUES = Object.keys(WORDS) as readonly Cue[];

/** Families by single word, by stem, and by the two words of a phrase. */
export interface CueIndex {
  /** Number of the family of a word; -1 for none. */
  ofWord(word: string): number;
  /** For a word that begins phrases: number of the family by second word; undefined for all others. */
  after(word: string): ((second: string) => number) | undefined;
}

/** Builds the index. Families do not share entries; the first one wins. */
export function indexCues(): CueIndex {
  const single = new Entries();
  const phrases = new Map<string, Entries>();
  for (const [number, cue] of CUES.entries()) {
    for (const entry of WORDS[cue].split(",")) {
      const [first, second] = entry.split(" ") as [string, string | undefined];
      if (second === undefined) single.add(first, number);
      else {
        const entries = phrases.get(first) ?? new Entries();
        phrases.set(first, entries);
        entries.add(second, number);
      }
    }
  }
  return {
    ofWord: (word) => single.find(word),
    after: (word) => {
      const entries = phrases.get(word);
      return entries && ((second) => entries.find(second));
    },
  };
}

class Entries {
  readonly #whole = new Map<string, number>();
  readonly #stems: [stem: string, number: number][] = [];

  add(entry: string, number: number): void {
    if (entry.endsWith("*")) this.#stems.push([entry.slice(0, -1), number]);
    else if (!this.#whole.has(entry)) this.#whole.set(entry, number);
  }

  find(word: string): number {
    return this.#whole.get(word) ?? this.#stems.find(([stem]) => word.startsWith(stem))?.[1] ?? -1;
  }
}
