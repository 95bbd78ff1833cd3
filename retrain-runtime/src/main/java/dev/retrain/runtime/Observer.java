package dev.retrain.runtime;

import dev.retrain.api.document.Node;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.evaluation.EvaluationInput;
import dev.retrain.api.evaluation.Evaluator;
import dev.retrain.api.evaluation.Scores;
import dev.retrain.api.evaluation.Verdict;
import dev.retrain.api.retraining.Signal;
import dev.retrain.api.rollout.Target;
import dev.retrain.api.source.DataWindow;
import dev.retrain.runtime.phase.Approving;
import dev.retrain.runtime.phase.ArmedRollback;
import dev.retrain.runtime.phase.Halted;
import dev.retrain.runtime.phase.Idle;
import dev.retrain.runtime.phase.Judging;
import dev.retrain.runtime.phase.LoopMemory;
import dev.retrain.runtime.phase.LoopPolicy;
import dev.retrain.runtime.phase.LoopState;
import dev.retrain.runtime.phase.Observation;
import dev.retrain.runtime.phase.Phase;
import dev.retrain.runtime.phase.PhaseInput;
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
import dev.retrain.runtime.rollout.RolloutState;
import dev.retrain.runtime.rollout.SourceFigures;
import dev.retrain.runtime.trigger.TriggerEvaluation;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.RunSummary;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.deploy.HealthQuery;
import dev.retrain.spi.deploy.LatencyForm;
import dev.retrain.spi.deploy.TrafficResolution;
import dev.retrain.spi.deploy.VersionHealth;
import dev.retrain.spi.registry.ModelRegistry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Observes for a phase what that phase can use, and nothing else. */
final class Observer {

  private static final Logger LOG = LoggerFactory.getLogger(Observer.class);

  private final Collaborators collaborators;
  private final LoopPolicy retraining;
  private final Optional<Costs> costs;
  private final ForeignRuns foreignRuns;
  private final LatestData data = new LatestData();

  Observer(
      Collaborators collaborators,
      LoopPolicy retraining,
      Optional<Costs> costs,
      DecisionIndex index) {
    this.collaborators = collaborators;
    this.retraining = retraining;
    this.costs = costs;
    this.foreignRuns = new ForeignRuns(collaborators.backend(), retraining, index);
  }

  /** When an observation is made, and what came before it. */
  record Moment(Instant now, Optional<Instant> lastLook, boolean listRuns) {}

  /**
   * Observes for the phase of a state.
   *
   * @param blind what is known without observing
   */
  PhaseInput observe(LoopState state, PhaseInput blind, Moment moment) {
    ForPhase observation = new ForPhase(blind, state.target(retraining), moment);
    try {
      PhaseInput seen = blind.with(state.phase().accept(observation));
      return seen.with(observation.memory);
    } catch (RetrainException e) {
      String phase = state.phase().word();
      LOG.warn("{} {}: {}", retraining, phase, e.getMessage());
      return blind.with(Observation.Trouble.looking("observing while " + phase, e));
    }
  }

  /** What each phase decides from. */
  private final class ForPhase implements Phase.Visitor<Observation> {
    private final List<RetrainingRequest> requests;
    private final Target target;
    private final Moment moment;
    private LoopMemory memory;

    ForPhase(PhaseInput blind, Target target, Moment moment) {
      this.memory = blind.memory();
      this.requests = blind.requests();
      this.target = target;
      this.moment = moment;
    }

    @Override
    public Observation idle(Idle phase) {
      return signals(memory, foreign(), requests, moment);
    }

    @Override
    public Observation submitting(Submitting phase) {
      return new Observation.Found(
          collaborators.backend().find(phase.run().key()), collaborators.backend().visibleWithin());
    }

    @Override
    public Observation running(Running phase) {
      return status(phase, foreign(), moment);
    }

    /** Runs started elsewhere, where it is time to list them. */
    private List<RunSummary> foreign() {
      if (!moment.listRuns() || retraining.training().isEmpty()) {
        return List.of();
      }
      ForeignRuns.Listing listing = foreignRuns.list(memory, moment.now());
      memory = listing.memory();
      return listing.runs();
    }

    @Override
    public Observation judging(Judging phase) {
      return judged(phase);
    }

    @Override
    public Observation approving(Approving phase) {
      return judged(new Verdict.Promote(phase.why(), Node.of(Map.of())));
    }

    @Override
    public Observation rollingOut(RollingOut phase) {
      Optional<String> back =
          phase.rollout().stage() < 0 ? phase.rollout().champion() : Optional.empty();
      HealthQuery query = query(phase.rollout(), phase.since());
      return withSource(serving(target, back, query), phase, moment.now());
    }

    @Override
    public Observation rollingBack(RollingBack phase) {
      return serving(target, phase.champion(), HealthQuery.ALL);
    }

    @Override
    public Observation halted(Halted phase) {
      return new Observation.Signals(
          List.of(), Optional.empty(), List.of(), aliasesIfAsked(requests));
    }
  }

  /** With the counters of the rules on the metric source. */
  private Observation withSource(Observation.Serving seen, RollingOut rolling, Instant now) {
    SourceFigures figures =
        new SourceFigures(collaborators.metrics(), retraining.rollout(), rolling.since());
    return seen.with(figures.with(seen.health(), rolling.rollout(), now));
  }

  /** Observes where the aliases point. */
  Observation registry() {
    try {
      return new Observation.Registry(collaborators.checkedAliases(retraining));
    } catch (RetrainException e) {
      LOG.warn("{}: a request waits: {}", retraining, e.getMessage());
      return Observation.Trouble.looking("reading the aliases", e);
    }
  }

  /** What the target shows of a champion that may still go back. */
  Observation guard(LoopState state) {
    try {
      Optional<ArmedRollback> armed = state.armed();
      return serving(
          state.target(retraining),
          armed.flatMap(open -> open.rollout().champion()),
          armed.map(open -> query(open.rollout(), open.since())).orElse(HealthQuery.ALL));
    } catch (RetrainException e) {
      LOG.warn("{} armed rollback: {}", retraining, e.getMessage());
      return Observation.Trouble.looking("observing for the armed rollback", e);
    }
  }

  /** What a run that succeeded still needs is done before its outputs are used. */
  private RunStatus concluded(RunHandle run) {
    RunStatus status = collaborators.backend().status(run);
    if (!(status instanceof RunStatus.Succeeded)) {
      return status;
    }
    collaborators.backend().conclude(run);
    return collaborators.backend().status(run);
  }

  private Observation status(Running running, List<RunSummary> foreign, Moment moment) {
    RunStatus status = concluded(running.handle());
    return new Observation.Status(
        status,
        foreign,
        costs
            .filter(known -> status.terminal())
            .map(known -> known.billed(running.handle(), moment.now())),
        status instanceof RunStatus.Lost
            ? collaborators.backend().find(running.run().key())
            : Optional.empty(),
        status instanceof RunStatus.Succeeded well && isUnregistered(well.outputs()),
        collaborators.backend().visibleWithin());
  }

  /** A version of another model is no late one. */
  private boolean isUnregistered(RunStatus.RunOutputs outputs) {
    return outputs
        .registered()
        .map(
            version ->
                version.model().equals(retraining.model())
                    && !collaborators.knows(retraining, version.version()))
        .orElse(retraining.pipeline().gate().isPresent());
  }

  private Observation signals(
      LoopMemory memory,
      List<RunSummary> foreign,
      List<RetrainingRequest> requests,
      Moment moment) {
    List<TriggerResult> results =
        new TriggerEvaluation(
                collaborators.outside(retraining),
                retraining,
                memory,
                moment.now(),
                moment.lastLook())
            .all();
    boolean runs =
        asked(requests, RetrainingRequest.Verb.RETRAIN)
            || results.stream().anyMatch(result -> result.signal() instanceof Signal.Fire);
    return new Observation.Signals(
        results,
        runs ? Optional.of(inputs(memory, moment.now())) : Optional.empty(),
        foreign,
        aliasesIfAsked(requests),
        runs ? costs.map(known -> known.outlay(moment.now())) : Optional.empty());
  }

  private Optional<Observation.Aliases> aliasesIfAsked(List<RetrainingRequest> requests) {
    return asked(requests, RetrainingRequest.Verb.ROLL_BACK)
            || asked(requests, RetrainingRequest.Verb.PROMOTE)
        ? Optional.of(collaborators.checkedAliases(retraining))
        : Optional.empty();
  }

  private static boolean asked(List<RetrainingRequest> requests, RetrainingRequest.Verb verb) {
    return requests.stream().anyMatch(request -> request.verb() == verb);
  }

  private PlannedRun.Inputs inputs(LoopMemory memory, Instant now) {
    Optional<DataWindow> latest = collaborators.data().latest(now);
    Provenance provenance = provenance(memory, latest, now);
    Map<String, String> tags = new TreeMap<>(retraining.tags());
    tags.put(Retrainer.RETRAINING_TAG, retraining.name());
    tags.putAll(provenance.tags());
    Map<String, String> parameters =
        WindowParameters.of(retraining.pipeline(), latest, retraining.data());
    retraining
        .training()
        .ifPresent(
            trained -> parameters.putAll(collaborators.parameters().of(trained, latest, now)));
    return new PlannedRun.Inputs(
        provenance.data().version(),
        parameters,
        collaborators
            .alias(retraining, ModelRegistry.CHAMPION)
            .filter(version -> collaborators.knows(retraining, version)),
        tags,
        provenance.toNode());
  }

  private Provenance provenance(LoopMemory memory, Optional<DataWindow> latest, Instant now) {
    Instant midnight = now.truncatedTo(ChronoUnit.DAYS);
    long today = memory.starts().stream().filter(start -> !start.isBefore(midnight)).count();
    return new Provenance(
        retraining.model(),
        collaborators.commit(),
        now,
        Math.toIntExact(today + 1),
        latest.map(data::of).orElseGet(() -> DataReference.of(PlannedRun.Inputs.NO_VERSION)));
  }

  private Observation judged(Judging judging) {
    return judged(
        retraining
            .evaluator()
            .map(evaluator -> judge(evaluator, judging))
            .orElseGet(() -> new Verdict.Promote("the gate passed", Node.of(Map.of()))));
  }

  private Observation judged(Verdict verdict) {
    Optional<String> champion = collaborators.alias(retraining, ModelRegistry.CHAMPION);
    return new Observation.Judged(verdict, champion, champion.flatMap(this::health));
  }

  /**
   * What a version counted; only a plan rests on it, so a target that does not answer is no harm.
   */
  private Optional<VersionHealth> health(String version) {
    try {
      return collaborators
          .deployer(retraining.target())
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

  private HealthQuery query(RolloutState rollout, Instant began) {
    return rollout.query(retraining.rollout(), began);
  }

  private Observation.Serving serving(Target target, Optional<String> needed, HealthQuery query) {
    Optional<Deployer> deployer = collaborators.deployer(target);
    return new Observation.Serving(
        deployer.isPresent(),
        deployer.map(serving -> serving.health(query)).orElse(Map.of()),
        deployer.flatMap(Deployer::traffic),
        deployer.map(Deployer::resolution).orElse(TrafficResolution.EXACT),
        deployer.map(Deployer::latency).orElse(LatencyForm.COUNTED),
        collaborators.aliases(retraining),
        needed
            .filter(version -> !collaborators.knows(retraining, version))
            .map(Set::of)
            .orElse(Set.of()));
  }
}
