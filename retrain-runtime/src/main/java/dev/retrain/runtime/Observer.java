package dev.retrain.runtime;

import dev.retrain.api.backend.RunStatus;
import dev.retrain.api.backend.RunSummary;
import dev.retrain.api.document.Node;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.evaluation.Evaluator;
import dev.retrain.api.evaluation.Scores;
import dev.retrain.api.evaluation.Trial;
import dev.retrain.api.evaluation.Verdict;
import dev.retrain.api.registry.ModelRegistry;
import dev.retrain.api.retraining.DataWindow;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.retraining.Signal;
import dev.retrain.api.rollout.Deployer;
import dev.retrain.api.rollout.VersionHealth;
import dev.retrain.runtime.phase.Approving;
import dev.retrain.runtime.phase.Idle;
import dev.retrain.runtime.phase.Judging;
import dev.retrain.runtime.phase.Ledger;
import dev.retrain.runtime.phase.Look;
import dev.retrain.runtime.phase.LoopState;
import dev.retrain.runtime.phase.Phase;
import dev.retrain.runtime.phase.Request;
import dev.retrain.runtime.phase.RollingBack;
import dev.retrain.runtime.phase.RollingOut;
import dev.retrain.runtime.phase.Run;
import dev.retrain.runtime.phase.Running;
import dev.retrain.runtime.phase.Sight;
import dev.retrain.runtime.phase.Submitting;
import dev.retrain.runtime.provenance.DataReference;
import dev.retrain.runtime.provenance.LatestData;
import dev.retrain.runtime.provenance.Provenance;
import dev.retrain.runtime.rollout.SourceFigures;
import dev.retrain.runtime.trigger.Looking;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the outside for a phase: only at what that phase can use. */
final class Observer {

  private static final Logger LOG = LoggerFactory.getLogger(Observer.class);

  /** The ledger remembers the runs of this long at one run an hour. */
  private static final Duration LOOK_BACK = Duration.ofDays(7);

  private final World world;
  private final Retraining retraining;
  private final Optional<Costs> costs;
  private final LatestData data = new LatestData();

  Observer(World world, Retraining retraining, Optional<Costs> costs) {
    this.world = world;
    this.retraining = retraining;
    this.costs = costs;
  }

  /** When one look happens and what came before it. */
  record Moment(Instant now, Optional<Instant> lastLook, boolean listRuns) {}

  Sight look(LoopState state, List<Request> requests, Moment moment) {
    Phase phase = state.phase();
    try {
      return sight(phase, state.ledger(), requests, moment);
    } catch (RetrainException e) {
      LOG.warn("{} {}: {}", retraining, phase.word(), e.getMessage());
      return trouble("looking while " + phase.word(), e);
    }
  }

  static Sight.Trouble trouble(String asked, RetrainException cause) {
    return new Sight.Trouble(
        asked,
        String.valueOf(cause.getMessage()),
        !(cause instanceof dev.retrain.api.error.TransientFailure));
  }

  private Sight sight(Phase phase, Ledger ledger, List<Request> requests, Moment moment) {
    if (phase instanceof Idle) {
      return signals(ledger, requests, moment);
    } else if (phase instanceof Submitting submitting) {
      return new Sight.Found(world.backend().find(submitting.run().key()));
    } else if (phase instanceof Running running) {
      return status(running, ledger, moment);
    } else if (phase instanceof Judging judging) {
      return judged(judging);
    } else if (phase instanceof Approving approving) {
      return judged(new Verdict.Promote(approving.why(), Node.of(Map.of())));
    } else if (phase.word().equals("halted")) {
      return new Sight.Signals(List.of(), Optional.empty(), List.of(), aliasesIfAsked(requests));
    }
    Sight.Serving seen = serving(rollbackTarget(phase));
    return phase instanceof RollingOut rolling ? withSource(seen, rolling, moment.now()) : seen;
  }

  /** With the counters of the rules on the metric source. */
  private Sight withSource(Sight.Serving seen, RollingOut rolling, Instant now) {
    SourceFigures figures =
        new SourceFigures(retraining.metrics(), retraining.rollout(), rolling.since());
    return seen.with(figures.with(seen.health(), rolling.rollout(), now));
  }

  /** What the target shows of a champion that may still go back. */
  Sight guard(LoopState state) {
    try {
      return serving(state.armed().flatMap(armed -> armed.rollout().champion()));
    } catch (RetrainException e) {
      LOG.warn("{} armed rollback: {}", retraining, e.getMessage());
      return trouble("looking for the armed rollback", e);
    }
  }

  /** The version that must exist in the registry for a rollback; only where it is asked about. */
  private static Optional<String> rollbackTarget(Phase phase) {
    if (phase instanceof RollingBack back) {
      return back.champion();
    }
    return phase instanceof RollingOut out && out.rollout().stage() < 0
        ? out.rollout().champion()
        : Optional.empty();
  }

  private Sight status(Running running, Ledger ledger, Moment moment) {
    RunStatus status = world.backend().status(running.handle());
    return new Sight.Status(
        status,
        moment.listRuns() ? foreign(ledger, moment.now()) : List.of(),
        costs
            .filter(known -> status.terminal())
            .map(known -> known.billed(running.handle(), moment.now())));
  }

  private Sight signals(Ledger ledger, List<Request> requests, Moment moment) {
    List<Look> looks =
        new Looking(world.outside(retraining), retraining, ledger, moment.now(), moment.lastLook())
            .all();
    boolean runs =
        asked(requests, Request.Verb.RETRAIN)
            || looks.stream().anyMatch(look -> look.signal() instanceof Signal.Fire);
    return new Sight.Signals(
        looks,
        runs ? Optional.of(inputs(ledger, moment.now())) : Optional.empty(),
        moment.listRuns() ? foreign(ledger, moment.now()) : List.of(),
        aliasesIfAsked(requests),
        runs ? costs.map(known -> known.outlay(moment.now())) : Optional.empty());
  }

  private Optional<Sight.Aliases> aliasesIfAsked(List<Request> requests) {
    return asked(requests, Request.Verb.ROLL_BACK) || asked(requests, Request.Verb.PROMOTE)
        ? Optional.of(world.aliases(retraining))
        : Optional.empty();
  }

  private static boolean asked(List<Request> requests, Request.Verb verb) {
    return requests.stream().anyMatch(request -> request.verb() == verb);
  }

  private Run.Inputs inputs(Ledger ledger, Instant now) {
    Optional<DataWindow> latest = retraining.data().latest(now);
    Provenance provenance = provenance(ledger, latest, now);
    Map<String, String> tags = new TreeMap<>(retraining.tags());
    tags.put(Retrainer.RETRAINING_TAG, retraining.name());
    tags.putAll(provenance.tags());
    return new Run.Inputs(
        provenance.data().version(),
        world.parameters().of(retraining, latest, now),
        world.alias(retraining, ModelRegistry.CHAMPION),
        tags,
        provenance.toNode());
  }

  private Provenance provenance(Ledger ledger, Optional<DataWindow> latest, Instant now) {
    Instant midnight = now.truncatedTo(ChronoUnit.DAYS);
    long today = ledger.starts().stream().filter(start -> !start.isBefore(midnight)).count();
    return new Provenance(
        retraining.model(),
        world.commit(),
        now,
        Math.toIntExact(today + 1),
        latest.map(data::of).orElseGet(() -> DataReference.of(Run.Inputs.NO_VERSION)));
  }

  /**
   * Runs of the pipeline that nobody here asked for and that may give a version, and second runs of
   * a key; oldest first.
   */
  private List<RunSummary> foreign(Ledger ledger, Instant now) {
    Instant oldest = now.minus(LOOK_BACK);
    Instant since = ledger.born().isAfter(oldest) ? ledger.born() : oldest;
    try {
      List<RunSummary> found = new ArrayList<>();
      for (RunSummary run : world.backend().list(retraining.pipeline().name(), since)) {
        boolean known = ledger.isSettled(run.nativeId());
        if (ledger.isSecond(run) ? !known || !run.status().terminal() : !known && adoptable(run)) {
          found.add(run);
        }
      }
      Collections.reverse(found);
      return found;
    } catch (RetrainException e) {
      LOG.warn("{}: runs cannot be listed: {}", retraining, e.getMessage());
      return List.of();
    }
  }

  private boolean adoptable(RunSummary run) {
    String owner = run.tags().getOrDefault(Retrainer.RETRAINING_TAG, retraining.name());
    boolean wanted = !"false".equals(run.tags().get(Retrainer.ADOPT_TAG));
    boolean hopeful = !run.status().terminal() || run.status() instanceof RunStatus.Succeeded;
    return wanted && hopeful && owner.equals(retraining.name());
  }

  private Sight judged(Judging judging) {
    return judged(
        retraining
            .evaluator()
            .map(evaluator -> judge(evaluator, judging))
            .orElseGet(() -> new Verdict.Promote("the gate passed", Node.of(Map.of()))));
  }

  private Sight judged(Verdict verdict) {
    Optional<String> champion = world.alias(retraining, ModelRegistry.CHAMPION);
    return new Sight.Judged(verdict, champion, champion.flatMap(this::health));
  }

  /**
   * What a version counted; only a plan rests on it, so a target that does not answer is no harm.
   */
  private Optional<VersionHealth> health(String version) {
    try {
      return world
          .deployer(retraining)
          .flatMap(target -> Optional.ofNullable(target.health().get(version)));
    } catch (RetrainException e) {
      LOG.warn("{}: the rollout is not planned: {}", retraining, e.getMessage());
      return Optional.empty();
    }
  }

  private Verdict judge(Evaluator evaluator, Judging judging) {
    String name =
        ScoreFiles.artifact(retraining.pipeline())
            .orElseThrow(
                () ->
                    new PermanentFailure(
                        "asked to judge row by row, but the pipeline writes no scores artifact"));
    Scores challenger =
        ScoreFiles.read(judging.artifacts(), name)
            .orElseThrow(
                () -> new PermanentFailure("the run left no scores.csv in its artifact " + name));
    return evaluator.judge(
        new Trial(
            challenger,
            ScoreFiles.champion(judging.artifacts(), name),
            ScoreFiles.bytes(judging.artifacts(), model())));
  }

  /** The artifact that holds the model. */
  private String model() {
    return retraining.pipeline().gate().orElseThrow().registration().model().name();
  }

  private Sight.Serving serving(Optional<String> needed) {
    Optional<Deployer> deployer = world.deployer(retraining);
    return new Sight.Serving(
        deployer.isPresent(),
        deployer.map(Deployer::health).orElse(Map.of()),
        deployer.flatMap(Deployer::traffic),
        world.aliases(retraining),
        needed.filter(version -> !world.knows(retraining, version)).map(Set::of).orElse(Set.of()));
  }
}
