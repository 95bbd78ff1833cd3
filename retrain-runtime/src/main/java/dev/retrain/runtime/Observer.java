package dev.retrain.runtime;

import dev.retrain.api.document.Node;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.evaluation.EvaluationInput;
import dev.retrain.api.evaluation.Evaluator;
import dev.retrain.api.evaluation.Scores;
import dev.retrain.api.evaluation.Verdict;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.retraining.Signal;
import dev.retrain.api.source.DataWindow;
import dev.retrain.runtime.phase.Approving;
import dev.retrain.runtime.phase.Idle;
import dev.retrain.runtime.phase.Judging;
import dev.retrain.runtime.phase.LoopMemory;
import dev.retrain.runtime.phase.LoopState;
import dev.retrain.runtime.phase.Observation;
import dev.retrain.runtime.phase.Phase;
import dev.retrain.runtime.phase.PlannedRun;
import dev.retrain.runtime.phase.RetrainingRequest;
import dev.retrain.runtime.phase.RollingBack;
import dev.retrain.runtime.phase.RollingOut;
import dev.retrain.runtime.phase.Running;
import dev.retrain.runtime.phase.Submitting;
import dev.retrain.runtime.phase.TriggerResult;
import dev.retrain.runtime.provenance.DataReference;
import dev.retrain.runtime.provenance.LatestData;
import dev.retrain.runtime.provenance.Provenance;
import dev.retrain.runtime.rollout.SourceFigures;
import dev.retrain.runtime.trigger.TriggerEvaluation;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.RunSummary;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.deploy.VersionHealth;
import dev.retrain.spi.registry.ModelRegistry;
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

  private final Collaborators world;
  private final Retraining retraining;
  private final Optional<Costs> costs;
  private final LatestData data = new LatestData();

  Observer(Collaborators world, Retraining retraining, Optional<Costs> costs) {
    this.world = world;
    this.retraining = retraining;
    this.costs = costs;
  }

  /** When one look happens and what came before it. */
  record Moment(Instant now, Optional<Instant> lastLook, boolean listRuns) {}

  Observation look(LoopState state, List<RetrainingRequest> requests, Moment moment) {
    Phase phase = state.phase();
    try {
      return sight(phase, state.memory(), requests, moment);
    } catch (RetrainException e) {
      LOG.warn("{} {}: {}", retraining, phase.word(), e.getMessage());
      return trouble("looking while " + phase.word(), e);
    }
  }

  static Observation.Trouble trouble(String asked, RetrainException cause) {
    return new Observation.Trouble(
        asked,
        String.valueOf(cause.getMessage()),
        !(cause instanceof dev.retrain.api.error.TransientFailure));
  }

  private Observation sight(
      Phase phase, LoopMemory ledger, List<RetrainingRequest> requests, Moment moment) {
    if (phase instanceof Idle) {
      return signals(ledger, requests, moment);
    } else if (phase instanceof Submitting submitting) {
      return new Observation.Found(world.backend().find(submitting.run().key()));
    } else if (phase instanceof Running running) {
      return status(running, ledger, moment);
    } else if (phase instanceof Judging judging) {
      return judged(judging);
    } else if (phase instanceof Approving approving) {
      return judged(new Verdict.Promote(approving.why(), Node.of(Map.of())));
    } else if (phase.word().equals("halted")) {
      return new Observation.Signals(
          List.of(), Optional.empty(), List.of(), aliasesIfAsked(requests));
    }
    Observation.Serving seen = serving(rollbackTarget(phase));
    return phase instanceof RollingOut rolling ? withSource(seen, rolling, moment.now()) : seen;
  }

  /** With the counters of the rules on the metric source. */
  private Observation withSource(Observation.Serving seen, RollingOut rolling, Instant now) {
    SourceFigures figures =
        new SourceFigures(retraining.metrics(), retraining.rollout(), rolling.since());
    return seen.with(figures.with(seen.health(), rolling.rollout(), now));
  }

  /** What the target shows of a champion that may still go back. */
  Observation guard(LoopState state) {
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

  private Observation status(Running running, LoopMemory ledger, Moment moment) {
    RunStatus status = world.backend().status(running.handle());
    return new Observation.Status(
        status,
        moment.listRuns() ? foreign(ledger, moment.now()) : List.of(),
        costs
            .filter(known -> status.terminal())
            .map(known -> known.billed(running.handle(), moment.now())));
  }

  private Observation signals(LoopMemory ledger, List<RetrainingRequest> requests, Moment moment) {
    List<TriggerResult> looks =
        new TriggerEvaluation(
                world.outside(retraining), retraining, ledger, moment.now(), moment.lastLook())
            .all();
    boolean runs =
        asked(requests, RetrainingRequest.Verb.RETRAIN)
            || looks.stream().anyMatch(look -> look.signal() instanceof Signal.Fire);
    return new Observation.Signals(
        looks,
        runs ? Optional.of(inputs(ledger, moment.now())) : Optional.empty(),
        moment.listRuns() ? foreign(ledger, moment.now()) : List.of(),
        aliasesIfAsked(requests),
        runs ? costs.map(known -> known.outlay(moment.now())) : Optional.empty());
  }

  private Optional<Observation.Aliases> aliasesIfAsked(List<RetrainingRequest> requests) {
    return asked(requests, RetrainingRequest.Verb.ROLL_BACK)
            || asked(requests, RetrainingRequest.Verb.PROMOTE)
        ? Optional.of(world.aliases(retraining))
        : Optional.empty();
  }

  private static boolean asked(List<RetrainingRequest> requests, RetrainingRequest.Verb verb) {
    return requests.stream().anyMatch(request -> request.verb() == verb);
  }

  private PlannedRun.Inputs inputs(LoopMemory ledger, Instant now) {
    Optional<DataWindow> latest = retraining.data().latest(now);
    Provenance provenance = provenance(ledger, latest, now);
    Map<String, String> tags = new TreeMap<>(retraining.tags());
    tags.put(Retrainer.RETRAINING_TAG, retraining.name());
    tags.putAll(provenance.tags());
    return new PlannedRun.Inputs(
        provenance.data().version(),
        world.parameters().of(retraining, latest, now),
        world.alias(retraining, ModelRegistry.CHAMPION),
        tags,
        provenance.toNode());
  }

  private Provenance provenance(LoopMemory ledger, Optional<DataWindow> latest, Instant now) {
    Instant midnight = now.truncatedTo(ChronoUnit.DAYS);
    long today = ledger.starts().stream().filter(start -> !start.isBefore(midnight)).count();
    return new Provenance(
        retraining.model(),
        world.commit(),
        now,
        Math.toIntExact(today + 1),
        latest.map(data::of).orElseGet(() -> DataReference.of(PlannedRun.Inputs.NO_VERSION)));
  }

  /**
   * Runs of the pipeline that nobody here asked for and that may give a version, and second runs of
   * a key; oldest first.
   */
  private List<RunSummary> foreign(LoopMemory ledger, Instant now) {
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

  private Observation judged(Judging judging) {
    return judged(
        retraining
            .evaluator()
            .map(evaluator -> judge(evaluator, judging))
            .orElseGet(() -> new Verdict.Promote("the gate passed", Node.of(Map.of()))));
  }

  private Observation judged(Verdict verdict) {
    Optional<String> champion = world.alias(retraining, ModelRegistry.CHAMPION);
    return new Observation.Judged(verdict, champion, champion.flatMap(this::health));
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
        new EvaluationInput(
            challenger,
            ScoreFiles.champion(judging.artifacts(), name),
            ScoreFiles.bytes(judging.artifacts(), model())));
  }

  /** The artifact that holds the model. */
  private String model() {
    return retraining.pipeline().gate().orElseThrow().registration().model().name();
  }

  private Observation.Serving serving(Optional<String> needed) {
    Optional<Deployer> deployer = world.deployer(retraining);
    return new Observation.Serving(
        deployer.isPresent(),
        deployer.map(Deployer::health).orElse(Map.of()),
        deployer.flatMap(Deployer::traffic),
        world.aliases(retraining),
        needed.filter(version -> !world.knows(retraining, version)).map(Set::of).orElse(Set.of()));
  }
}
