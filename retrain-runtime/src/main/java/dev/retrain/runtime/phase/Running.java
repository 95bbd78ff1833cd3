package dev.retrain.runtime.phase;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Node;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.runtime.cost.CostEvidence;
import dev.retrain.runtime.evidence.Facts;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Waiting for a run to end.
 *
 * @param nativeId the backend's name of it
 * @param cancelling whether it took too long and was asked to end
 * @param missing since when the backend does not know the run, or the registry not its version
 * @param resumed how often it was continued after it had failed
 */
public record Running(
    PlannedRun run,
    String nativeId,
    boolean cancelling,
    Instant since,
    Optional<Instant> missing,
    Optional<ResumedRun> resumed)
    implements Phase {

  /** The lines of a failed step's output that its decision holds. */
  private static final int LOG_LINES = 20;

  private static final int LINE_LENGTH = 400;

  /** Checks that nothing is missing. */
  public Running {
    requireNonNull(run);
    requireNonNull(nativeId);
    requireNonNull(since);
    requireNonNull(missing);
    requireNonNull(resumed);
  }

  /** Waits for a run that is known. */
  public Running(PlannedRun run, String nativeId, boolean cancelling, Instant since) {
    this(run, nativeId, cancelling, since, Optional.empty(), Optional.empty());
  }

  Running with(ResumedRun resumption) {
    return new Running(run, nativeId, cancelling, since, missing, Optional.of(resumption));
  }

  /** Returns the run as the backend knows it. */
  public RunHandle handle() {
    return new RunHandle(run.key(), nativeId);
  }

  @Override
  public String word() {
    return "running";
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.running(this);
  }

  @Override
  public Transition next(PhaseInput seen) {
    DecisionFactory by = DecisionFactory.of(seen, this).run(run.key());
    if (seen.observation() instanceof Observation.Trouble trouble) {
      boolean frozen = trouble.blocked() && !seen.late(this, seen.deadlines().running());
      return frozen
          ? Halted.frozen(this, seen, by, trouble)
          : Halted.whenLate(this, seen, by, seen.deadlines().running(), trouble);
    }
    return seen.observation() instanceof Observation.Status looked
        ? duplicate(looked, seen)
            .or(() -> MissingRun.of(this, looked, seen, by))
            .or(() -> ResumedRun.of(this, looked, seen, by))
            .orElseGet(() -> billed(of(looked.status(), seen, by), looked))
        : Transition.stay(this, seen);
  }

  /** While the run is missing, another one of its key is what it was submitted again as. */
  private Optional<Transition> duplicate(Observation.Status looked, PhaseInput seen) {
    return missing.isPresent() ? Optional.empty() : Duplicates.of(this, seen, looked.runs());
  }

  /** Returns what was decided, with what the run did cost. */
  private static Transition billed(Transition made, Observation.Status looked) {
    return looked
        .billed()
        .map(cost -> made.noting(CostEvidence.COST, CostEvidence.billed(cost)))
        .orElse(made);
  }

  private Transition of(RunStatus status, PhaseInput seen, DecisionFactory by) {
    return status.accept(
        new RunStatus.Visitor<Transition>() {
          @Override
          public Transition accepted(RunStatus.Accepted accepted) {
            return notEnded(seen, by);
          }

          @Override
          public Transition pending(RunStatus.Pending pending) {
            return notEnded(seen, by);
          }

          @Override
          public Transition running(RunStatus.Running running) {
            return notEnded(seen, by);
          }

          @Override
          public Transition succeeded(RunStatus.Succeeded succeeded) {
            RunStatus.RunOutputs outputs = succeeded.outputs();
            return outputs
                .registered()
                .map(version -> registered(outputs, version, seen, by))
                .orElseGet(() -> without("it registered no version"));
          }

          @Override
          public Transition rejected(RunStatus.Rejected rejected) {
            return Idle.after(Running.this, seen, Kind.REJECTED, by, ending(rejected));
          }

          @Override
          public Transition undecided(RunStatus.Undecided undecided) {
            Node.Mapping metrics = Facts.NONE.with("metrics", undecided.metrics()).toNode();
            return Judging.undecided(Running.this, "gate", metrics, undecided.why(), seen, by);
          }

          @Override
          public Transition failed(RunStatus.Failed failed) {
            String step = failed.step().map(name -> "step " + name + ": ").orElse("");
            return Running.this.failed(step + failed.why(), failure(failed), seen, by);
          }

          @Override
          public Transition cancelled(RunStatus.Cancelled cancelled) {
            return without(
                cancelling
                    ? "it took longer than " + seen.deadlines().running() + " and was cancelled"
                    : "somebody cancelled it");
          }

          @Override
          public Transition lost(RunStatus.Lost lost) {
            return Running.this.failed(
                cancelling
                    ? "it took longer than " + seen.deadlines().running() + " and is gone"
                    : "the backend lost it: " + lost.why(),
                Facts.NONE.with("missing", missing.map(Instant::toString)).toNode(),
                seen,
                by);
          }

          @Override
          public Transition unknown(RunStatus.Unknown unknown) {
            return notEnded(seen, by);
          }

          private Transition without(String why) {
            return Running.this.failed(why, Facts.NONE.toNode(), seen, by);
          }
        });
  }

  private Running known() {
    return missing.isEmpty() && resumed.map(ResumedRun::confirmed).orElse(true)
        ? this
        : new Running(
            run, nativeId, cancelling, since, Optional.empty(), resumed.map(ResumedRun::confirm));
  }

  private Transition notEnded(PhaseInput seen, DecisionFactory by) {
    if (!cancelling) {
      return seen.late(this, seen.deadlines().running())
          ? Transition.silent(
              new Running(run, nativeId, true, seen.notBefore(since), Optional.empty(), resumed),
              seen,
              new Effect.Cancel(handle()))
          : Transition.stay(known(), seen);
    }
    if (seen.late(this, seen.deadlines().submitting())) {
      return Halted.because(
          this, seen, by, "deadline: running", "the run " + nativeId + " cannot be cancelled");
    }
    return Transition.silent(this, seen, new Effect.Cancel(handle()));
  }

  /** A run that registers versions of another model is none of this retraining's. */
  private Transition registered(
      RunStatus.RunOutputs outputs, ModelVersion version, PhaseInput seen, DecisionFactory by) {
    String own = seen.policy().model();
    return version.model().equals(own)
        ? succeeded(outputs, version.version(), seen, by)
        : failed(
            "it registered version "
                + version.version()
                + " of the model "
                + version.model()
                + ", not of "
                + own,
            Facts.NONE.with("model", version.model()).toNode(),
            seen,
            by);
  }

  private Transition succeeded(
      RunStatus.RunOutputs outputs, String version, PhaseInput seen, DecisionFactory by) {
    return Transition.decided(
        new Judging(new Challenger(run.key(), version), outputs.artifacts(), seen.notBefore(since)),
        seen,
        Effect.none(),
        by.version(version)
            .make(
                Kind.RUN_SUCCEEDED,
                "gate",
                "version " + version + " is registered",
                whyPassed(outputs.metrics(), seen),
                Facts.NONE.with("metrics", outputs.metrics()).and(run.inputs().origin()).toNode()));
  }

  /**
   * Returns what the gate asked for, with the numbers seen; the other metrics stand in the
   * evidence.
   */
  private static String whyPassed(Map<String, Double> metrics, PhaseInput seen) {
    return seen.policy()
        .training()
        .flatMap(retraining -> retraining.pipeline().gate())
        .filter(gate -> !metrics.isEmpty())
        .map(gate -> "the gate passed: " + gate.condition().evaluate(metrics).why())
        .orElse("the gate passed");
  }

  private static RunEnding ending(RunStatus.Rejected no) {
    return new RunEnding(
        "gate",
        "the challenger is refused",
        no.why(),
        Facts.NONE.with("metrics", no.metrics()).toNode());
  }

  private static Node.Mapping failure(RunStatus.Failed bad) {
    Facts facts =
        Facts.NONE
            .with("step", bad.step())
            .with(
                "links",
                Node.of(bad.links().stream().map(link -> Node.of(link.toString())).toList()));
    List<Node> lines = lastLines(bad.logTail());
    return (lines.isEmpty() ? facts : facts.with("logTail", Node.of(lines))).toNode();
  }

  private static List<Node> lastLines(List<String> tail) {
    return tail.subList(Math.max(0, tail.size() - LOG_LINES), tail.size()).stream()
        .map(line -> line.length() <= LINE_LENGTH ? line : line.substring(0, LINE_LENGTH) + "...")
        .<Node>map(Node::of)
        .toList();
  }

  private Transition failed(
      String why, Node.Mapping evidence, PhaseInput seen, DecisionFactory by) {
    return Idle.after(
        this,
        seen,
        Kind.RUN_FAILED,
        by,
        new RunEnding("run", "no version comes of the run " + nativeId, why, evidence));
  }
}
