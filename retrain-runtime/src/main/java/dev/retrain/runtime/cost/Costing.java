package dev.retrain.runtime.cost;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.pipeline.Execution;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Step;
import dev.retrain.runtime.cost.MachineTime.Basis;
import dev.retrain.spi.backend.Plan;
import dev.retrain.spi.backend.Plan.StepPlan;
import dev.retrain.spi.backend.StepRun;
import dev.retrain.spi.backend.StepUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Computes the costs of runs of one pipeline on one backend. Immutable.
 *
 * <p>A step costs the price of its machine, times the number of machines, times the duration.
 * Storage, traffic, licences and the rounding of services are unknown here and not counted.
 */
public final class Costing {

  private final PriceList prices;
  private final Plan plan;
  private final Map<String, StepPlan> plans;
  private final List<Step> steps;

  private Costing(PriceList prices, Plan plan, Pipeline pipeline) {
    this.prices = requireNonNull(prices);
    this.plan = plan;
    this.plans =
        plan.steps().stream()
            .collect(Collectors.toMap(StepPlan::step, Function.identity(), (a, b) -> a));
    this.steps = pipeline.steps();
  }

  /**
   * Creates the costing of a pipeline.
   *
   * @param plan plan of the backend for it
   */
  public static Costing of(PriceList prices, Plan plan, Pipeline pipeline) {
    return new Costing(prices, plan, pipeline);
  }

  /** Returns the price list. */
  public PriceList prices() {
    return prices;
  }

  /**
   * Returns the expected cost of a run. The duration of a step is taken from earlier runs, else
   * from its declaration, else from its time limit; without any of them it is unknown.
   *
   * @param at start of the run, which selects the valid prices
   */
  public CostSheet projected(Instant at, EarlierRuns earlier) {
    List<StepCost> lines = new ArrayList<>();
    for (Step step : steps) {
      StepMachines machines = machines(step);
      lines.add(cost(step.name(), machines, expected(step, machines, earlier), at));
    }
    return new CostSheet(prices.currency(), lines);
  }

  /** Returns a copy with an assumed duration for every step of unknown duration. */
  public CostSheet projected(Instant at, EarlierRuns earlier, Duration assumed) {
    List<StepCost> lines = new ArrayList<>();
    for (Step step : steps) {
      StepMachines machines = machines(step);
      Optional<MachineTime> time = expected(step, machines, earlier);
      lines.add(
          cost(
              step.name(),
              machines,
              time.or(() -> Optional.of(MachineTime.of(assumed, Basis.ASSUMED))),
              at));
    }
    return new CostSheet(prices.currency(), lines);
  }

  /**
   * Returns the cost of an ended run at the prices valid at the start of each step: of the machines
   * and the time that the backend reports as used, else of the planned machines from the start of
   * the step's first attempt to the end of its last.
   *
   * @param runs steps as reported by the backend
   * @param ended time at which the run was seen to have ended, for steps without an end of their
   *     own
   */
  public CostSheet billed(List<StepRun> runs, Instant ended) {
    Map<String, StepRun> byName =
        runs.stream().collect(Collectors.toMap(StepRun::step, Function.identity(), (a, b) -> a));
    List<StepCost> lines = new ArrayList<>();
    for (Step step : steps) {
      StepRun run = byName.get(step.name());
      lines.add(billed(step, Optional.ofNullable(run), ended));
    }
    return new CostSheet(prices.currency(), lines);
  }

  private StepCost billed(Step step, Optional<StepRun> run, Instant ended) {
    Optional<MachineTime> time = run.flatMap(one -> held(one, ended));
    Instant began = run.flatMap(StepRun::started).orElse(ended);
    StepMachines planned = machines(step);
    StepMachines used =
        run.flatMap(StepRun::usage)
            .map(usage -> new StepMachines(usage.machine(), usage.count(), planned.spot()))
            .orElse(planned);
    return cost(step.name(), used, time, began);
  }

  private static Optional<MachineTime> held(StepRun run, Instant ended) {
    return switch (run.state()) {
      case PENDING, SKIPPED, CACHED -> Optional.of(MachineTime.of(Duration.ZERO, Basis.NOT_RUN));
      case SUCCEEDED -> between(run, ended, Basis.MEASURED);
      case RUNNING, FAILED, CANCELLED -> between(run, ended, Basis.CUT_SHORT);
    };
  }

  private static Optional<MachineTime> between(StepRun run, Instant ended, Basis basis) {
    Optional<MachineTime> reported =
        run.usage()
            .map(
                usage ->
                    MachineTime.of(
                        usage.duration(),
                        basis == Basis.MEASURED && usage.basis() == StepUsage.Basis.BILLED
                            ? Basis.BILLED
                            : basis));
    return reported.or(() -> seen(run, ended, basis));
  }

  private static Optional<MachineTime> seen(StepRun run, Instant ended, Basis basis) {
    return run.started()
        .map(began -> Duration.between(began, run.ended().orElse(ended)))
        .filter(time -> !time.isNegative())
        .map(time -> MachineTime.of(time, basis));
  }

  private StepCost cost(
      String step, StepMachines machines, Optional<MachineTime> time, Instant at) {
    Optional<Money> perHour = prices.perHour(plan.backend(), machines, at);
    if (time.isPresent() && time.get().duration().isZero()) {
      return StepCost.of(step, machines, time.get(), Money.zero(prices.currency()));
    }
    if (perHour.isEmpty()) {
      return StepCost.unknown(step, machines, time, perHour, noPrice(machines, at));
    }
    return time.map(known -> StepCost.of(step, machines, known, perHour.get()))
        .orElseGet(
            () -> StepCost.unknown(step, machines, time, perHour, "its duration is unknown"));
  }

  private String noPrice(StepMachines machines, Instant at) {
    return "no price of " + plan.backend() + " machine '" + machines.type() + "' is valid at " + at;
  }

  private StepMachines machines(Step step) {
    StepPlan found = plans.get(step.name());
    return found == null ? new StepMachines("unknown", 1, false) : StepMachines.of(found, step);
  }

  private static Optional<MachineTime> expected(
      Step step, StepMachines machines, EarlierRuns earlier) {
    Execution execution = step.task().execution();
    return earlier
        .median(step.name(), machines)
        .or(() -> execution.expected().map(time -> MachineTime.of(time, Basis.DECLARED)))
        .or(() -> execution.timeout().map(time -> MachineTime.of(time, Basis.TIME_LIMIT)));
  }
}
