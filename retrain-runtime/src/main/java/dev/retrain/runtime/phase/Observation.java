package dev.retrain.runtime.phase;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.PermissionDenied;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.error.UnsupportedFeature;
import dev.retrain.api.evaluation.Verdict;
import dev.retrain.runtime.cost.CostSheet;
import dev.retrain.runtime.cost.ProjectedSpending;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.RunSummary;
import dev.retrain.spi.deploy.LatencyForm;
import dev.retrain.spi.deploy.Traffic;
import dev.retrain.spi.deploy.TrafficResolution;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What one look at the outside shows; each phase results at something else. */
public sealed interface Observation {

  /** Nothing was looked at. */
  record Nothing() implements Observation {}

  /**
   * The results of the triggers, and runs that were started elsewhere.
   *
   * @param results one per trigger, in the order of the definition
   * @param inputs what a run would be given; there when a trigger fires
   * @param foreign runs of the pipeline that are not known here or are second runs of their key,
   *     oldest first
   * @param aliases of the model; present when a rollback was requested
   * @param outlay what a run would cost; there with {@code inputs} where there are prices
   */
  record Signals(
      List<TriggerResult> results,
      Optional<PlannedRun.Inputs> inputs,
      List<RunSummary> foreign,
      Optional<Aliases> aliases,
      Optional<ProjectedSpending> outlay)
      implements Observation {

    /** Creates signals without prices. */
    public Signals(
        List<TriggerResult> results,
        Optional<PlannedRun.Inputs> inputs,
        List<RunSummary> foreign,
        Optional<Aliases> aliases) {
      this(results, inputs, foreign, aliases, Optional.empty());
    }

    /** Copies the lists. */
    public Signals {
      results = List.copyOf(results);
      requireNonNull(inputs);
      foreign = List.copyOf(foreign);
      requireNonNull(aliases);
      requireNonNull(outlay);
    }
  }

  /** Where the aliases point. */
  record Registry(Aliases aliases) implements Observation {}

  /**
   * Whether the backend knows a run.
   *
   * @param visibleWithin the time within which it shows one that was submitted
   */
  record Found(Optional<RunHandle> run, Duration visibleWithin) implements Observation {
    /** Creates the answer of a backend that shows a run at once. */
    public Found(Optional<RunHandle> run) {
      this(run, Duration.ZERO);
    }
  }

  /**
   * Where a run stands.
   *
   * @param runs of the pipeline that are not the one asked about; empty unless they were listed
   * @param billed what it did cost; there once it has ended, where there are prices
   * @param found the run of its key, looked for where its status is {@link RunStatus.Lost}
   * @param unregistered whether it succeeded and the registry does not show its version
   * @param visibleWithin the time within which the backend shows a change
   */
  record Status(
      RunStatus status,
      List<RunSummary> runs,
      Optional<CostSheet> billed,
      Optional<RunHandle> found,
      boolean unregistered,
      Duration visibleWithin)
      implements Observation {
    /** Copies the list. */
    public Status {
      requireNonNull(status);
      runs = List.copyOf(runs);
      requireNonNull(billed);
      requireNonNull(found);
      requireNonNull(visibleWithin);
    }

    /** Creates the status of a run with nothing missing. */
    public Status(RunStatus status, List<RunSummary> runs, Optional<CostSheet> billed) {
      this(status, runs, billed, Optional.empty(), false, Duration.ZERO);
    }

    /** Creates a status without a list and prices. */
    public Status(RunStatus status) {
      this(status, List.of(), Optional.empty());
    }
  }

  /**
   * What the evaluator said.
   *
   * @param champion the version that is live; empty before the first
   * @param health what the champion counted; empty when nothing counts or it cannot be asked
   */
  record Judged(Verdict verdict, Optional<String> champion, Optional<VersionHealth> health)
      implements Observation {

    /** Creates a verdict with nothing counted. */
    public Judged(Verdict verdict, Optional<String> champion) {
      this(verdict, champion, Optional.empty());
    }
  }

  /**
   * What the target and the registry show.
   *
   * @param served whether something sets traffic; else moving the alias is all there is
   * @param health by version
   * @param traffic as the target has it
   * @param resolution within which splits are compared
   * @param latency how the target reports it
   * @param lost versions the phase needs and the registry does not have any more
   */
  record Serving(
      boolean served,
      Map<String, VersionHealth> health,
      Optional<Traffic> traffic,
      TrafficResolution resolution,
      LatencyForm latency,
      Aliases aliases,
      Set<String> lost)
      implements Observation {
    /** Copies the collections. */
    public Serving {
      health = Map.copyOf(health);
      requireNonNull(traffic);
      requireNonNull(resolution);
      requireNonNull(latency);
      requireNonNull(aliases);
      lost = Set.copyOf(lost);
    }

    /** Creates one with settled traffic and every version in the registry. */
    public Serving(
        boolean served,
        Map<String, VersionHealth> health,
        Optional<TrafficSplit> traffic,
        Aliases aliases) {
      this(
          served,
          health,
          traffic.map(Traffic.Settled::new),
          TrafficResolution.EXACT,
          LatencyForm.COUNTED,
          aliases,
          Set.of());
    }

    /** Returns whether a version can take traffic. */
    boolean ready(String version) {
      VersionHealth known = health.get(version);
      return !served || (known != null && known.ready());
    }

    /** Returns where the traffic stands, in words. */
    String standing() {
      return traffic.map(now -> "the traffic stands at " + now).orElse("nothing has traffic");
    }

    /** Returns a copy with other counters. */
    public Serving with(Map<String, VersionHealth> other) {
      return new Serving(served, other, traffic, resolution, latency, aliases, lost);
    }

    /** Returns whether all traffic goes to a version, or there is no traffic to set. */
    boolean allTrafficTo(String version) {
      return !served
          || (traffic.orElse(null) instanceof Traffic.Settled at
              && resolution.same(at.split(), TrafficSplit.all(version)));
    }

    /** Returns whether the target is changing its traffic to all on a version. */
    boolean isGivingAllTo(String version) {
      return traffic.orElse(null) instanceof Traffic.Updating updating
          && resolution.same(updating.to(), TrafficSplit.all(version));
    }
  }

  /**
   * A call of a service failed.
   *
   * @param asked what was tried
   * @param why it failed
   * @param kind what is to be expected of another try
   * @param looking whether nothing was to be changed: what cannot be looked at is not refused
   */
  record Trouble(String asked, String why, Kind kind, boolean looking) implements Observation {

    /** What a failure means. */
    public enum Kind {
      /** The same call may succeed later. */
      PASSING,
      /** A permission, a credential or a setting must change first; it is no evidence. */
      BLOCKED,
      /** The service refuses what was requested. */
      REFUSED
    }

    /** Checks that nothing is missing. */
    public Trouble {
      requireNonNull(asked);
      requireNonNull(why);
      requireNonNull(kind);
    }

    /** Creates the failure of an effect. */
    public Trouble(String asked, String why, boolean permanent) {
      this(asked, why, permanent ? Kind.REFUSED : Kind.PASSING, false);
    }

    /** Returns the failure of a look. */
    public static Trouble looking(String asked, RetrainException cause) {
      return new Trouble(asked, String.valueOf(cause.getMessage()), kind(cause), true);
    }

    /** Returns the failure of an effect. */
    public static Trouble acting(String asked, RetrainException cause) {
      return new Trouble(asked, String.valueOf(cause.getMessage()), kind(cause), false);
    }

    private static Kind kind(RetrainException cause) {
      if (cause instanceof TransientFailure) {
        return Kind.PASSING;
      }
      boolean blocked =
          cause instanceof PermissionDenied
              || cause instanceof ConfigurationProblem
              || cause instanceof UnsupportedFeature;
      return blocked ? Kind.BLOCKED : Kind.REFUSED;
    }

    /** Whether trying again is no use until something is changed. */
    boolean permanent() {
      return kind != Kind.PASSING;
    }

    /** Whether a permission, a credential or a setting must change first. */
    boolean blocked() {
      return kind == Kind.BLOCKED;
    }

    /** Whether it shows something about a version: only what a service refuses to do is that. */
    boolean isEvidence() {
      return kind == Kind.REFUSED && !looking;
    }

    /** Whether everything stays as it is until something is changed. */
    boolean freezes() {
      return permanent() && !isEvidence();
    }
  }

  /**
   * Where the aliases point.
   *
   * @param champion the version that is live
   * @param previous the version that was live before
   * @param challenger the newest version that passed its gate, or one that was sent back after it
   *     had been live
   * @param lost versions among them that the registry, or its files, do not have any more
   */
  record Aliases(
      Optional<String> champion,
      Optional<String> previous,
      Optional<Challenger> challenger,
      Set<String> lost) {

    /** Copies the set. */
    public Aliases {
      lost = Set.copyOf(lost);
    }

    /** Creates aliases with every version in the registry. */
    public Aliases(
        Optional<String> champion, Optional<String> previous, Optional<Challenger> challenger) {
      this(champion, previous, challenger, Set.of());
    }

    /** Creates aliases with no challenger. */
    public Aliases(Optional<String> champion, Optional<String> previous) {
      this(champion, previous, Optional.empty());
    }

    /** Returns a copy with versions that an alias names and that are gone. */
    public Aliases withLost(Set<String> versions) {
      return new Aliases(champion, previous, challenger, versions);
    }
  }
}
