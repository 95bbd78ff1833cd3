package dev.retrain.runtime.phase;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.document.UnionShape;
import dev.retrain.api.rollout.Target;
import dev.retrain.runtime.rollout.RolloutState;
import dev.retrain.spi.backend.RunKey;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** The document form of phases. */
final class PhaseShape {

  static final Shape<Phase> SHAPE =
      UnionShape.<Phase>on("phase")
          .with("idle", Idle.class, idle())
          .with("submitting", Submitting.class, submitting())
          .with("running", Running.class, running())
          .with("judging", Judging.class, judging())
          .with("awaiting-approval", Approving.class, approving())
          .with("rolling-out", RollingOut.class, rollingOut())
          .with("rolling-back", RollingBack.class, rollingBack())
          .with("halted", Halted.class, halted());

  private static final String SINCE = "since";
  private static final String WHEN = "when it began";

  private PhaseShape() {}

  private static ObjectShape<Idle> idle() {
    ObjectShape.Builder<Idle> all = ObjectShape.named("Idle");
    var since = all.required(SINCE, Shapes.instant(), Idle::since, WHEN);
    return all.build(f -> new Idle(f.get(since)));
  }

  private static ObjectShape<Submitting> submitting() {
    ObjectShape.Builder<Submitting> all = ObjectShape.named("Submitting");
    var run = all.required("run", PlannedRun.shape(), Submitting::run, "decided on");
    var since = all.required(SINCE, Shapes.instant(), Submitting::since, WHEN);
    var asked = all.maybe("asked", Shapes.instant(), Submitting::asked, "for again");
    return all.build(f -> new Submitting(f.get(run), f.get(since), f.find(asked)));
  }

  private static ObjectShape<Running> running() {
    ObjectShape.Builder<Running> all = ObjectShape.named("Running");
    var run = all.required("run", PlannedRun.shape(), Running::run, "decided on");
    var id = all.required("nativeId", Shapes.text(), Running::nativeId, "the backend's name");
    var cancelling =
        all.optional("cancelling", Shapes.bool(), false, Running::cancelling, "took too long");
    var since = all.required(SINCE, Shapes.instant(), Running::since, WHEN);
    var missing = all.maybe("missing", Shapes.instant(), Running::missing, "since when");
    var resumed = all.maybe("resumed", ResumedRun.shape(), Running::resumed, "after it failed");
    return all.build(
        f ->
            new Running(
                f.get(run),
                f.get(id),
                f.get(cancelling),
                f.get(since),
                f.find(missing),
                f.find(resumed)));
  }

  private static ObjectShape<Judging> judging() {
    ObjectShape.Builder<Judging> all = ObjectShape.named("Judging");
    var challenger = all.required("challenger", Challenger.shape(), Judging::challenger, "judged");
    var artifacts =
        all.optional(
            "artifacts",
            Shapes.map(Shapes.text().as(URI::create, URI::toString)),
            Map.of(),
            Judging::artifacts,
            "of the run");
    var since = all.required(SINCE, Shapes.instant(), Judging::since, WHEN);
    return all.build(f -> new Judging(f.get(challenger), f.get(artifacts), f.get(since)));
  }

  private static ObjectShape<Approving> approving() {
    ObjectShape.Builder<Approving> all = ObjectShape.named("Approving");
    var challenger =
        all.required("challenger", Challenger.shape(), Approving::challenger, "that waits");
    var why = all.required("why", Shapes.text(), Approving::why, "it would be promoted");
    var since = all.required(SINCE, Shapes.instant(), Approving::since, WHEN);
    return all.build(f -> new Approving(f.get(challenger), f.get(why), f.get(since)));
  }

  private static ObjectShape<RollingOut> rollingOut() {
    ObjectShape.Builder<RollingOut> all = ObjectShape.named("RollingOut");
    var challenger =
        all.required("challenger", Challenger.shape(), RollingOut::challenger, "rolled out");
    var rollout = all.required("rollout", RolloutState.shape(), RollingOut::rollout, "how far");
    var since = all.required(SINCE, Shapes.instant(), RollingOut::since, WHEN);
    var terms = all.maybe("terms", RolloutTerms.shape(), RollingOut::terms, "it began under");
    return all.build(
        f -> new RollingOut(f.get(challenger), f.get(rollout), f.get(since), f.find(terms)));
  }

  private static ObjectShape<RollingBack> rollingBack() {
    ObjectShape.Builder<RollingBack> all = ObjectShape.named("RollingBack");
    var run =
        all.maybe("run", Shapes.text().as(RunKey::new, RunKey::value), RollingBack::run, "made it");
    var version = all.required("version", Shapes.text(), RollingBack::version, "sent back");
    var champion = all.maybe("champion", Shapes.text(), RollingBack::champion, "live again");
    var since = all.required(SINCE, Shapes.instant(), RollingBack::since, WHEN);
    var target = all.maybe("target", Target.shape(), RollingBack::target, "traffic given back");
    return all.build(
        f ->
            new RollingBack(
                f.find(run), f.get(version), f.find(champion), f.get(since), f.find(target)));
  }

  private static <P extends Phase> Optional<P> underWay(Halted halted, Class<P> kind) {
    return halted.underWay().filter(kind::isInstance).map(kind::cast);
  }

  private static ObjectShape<Halted> halted() {
    ObjectShape.Builder<Halted> all = ObjectShape.named("Halted");
    var why = all.required("why", Shapes.text(), Halted::why, "in one sentence");
    var since = all.required(SINCE, Shapes.instant(), Halted::since, WHEN);
    var running = all.maybe("running", running(), h -> underWay(h, Running.class), "under way");
    var submitting =
        all.maybe("submitting", submitting(), h -> underWay(h, Submitting.class), "under way");
    return all.build(
        f ->
            new Halted(
                f.get(why),
                f.get(since),
                f.find(running).<Phase>map(phase -> phase).or(() -> f.find(submitting))));
  }
}
