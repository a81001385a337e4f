import { openFile, openViewer } from "./support/page.ts";
const v = await openViewer();
await openFile(v.page, "/tmp/long10k.peek.jsonl");
await v.page.waitForTimeout(1000);
const out = await v.page.evaluate(async () => {
  const { app } = document.querySelector("peek-app") as any;
  app.store.stops.set([]); app.store.lens.set("replay"); await new Promise(r=>setTimeout(r,2500));
  const probe = async (label: string) => {
    app.replay.seek(0); app.replay.playing.set({ ...app.replay.playing.get(), pace: { id:"60", title:"", stepsPerSecond:60, times:0 }, skipStretches:false });
    app.replay.toggle(); const seen=new Set(); let frames=0; const t=performance.now(); const long: number[]=[]; let last=t;
    while(performance.now()-t<3000){ await new Promise(r=>requestAnimationFrame(r)); frames++; const n=performance.now(); long.push(n-last); last=n; seen.add(app.replay.step.get()); }
    app.replay.pause(""); long.sort((a,b)=>a-b);
    return `${label}: steps ${(seen.size/3).toFixed(1)}/s frames ${(frames/3).toFixed(1)}/s p50 ${long[long.length>>1]?.toFixed(0)} p95 ${long[Math.floor(long.length*.95)]?.toFixed(0)}`;
  };
  const root = document.querySelector("peek-app")!.shadowRoot!;
  const a = await probe("all");
  const inspector = root.querySelector("inspector-panel")!; const tl = root.querySelector("timeline-panel")!; 
  const p = inspector.parentNode!; const holder=document.createElement("div"); inspector.replaceWith(holder);
  const b = await probe("no inspector");
  tl.remove(); const c = await probe("no timeline");
  return [a,b,c];
});
console.log(out.join("\n")); await v.close();
