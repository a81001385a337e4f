/** A person moved the handle of the track. */
export class StepSeekEvent extends Event {
  static readonly type = "step-seek";
  readonly step: number;
  constructor(step: number) {
    super(StepSeekEvent.type, { bubbles: true, composed: true });
    this.step = step;
  }
}
