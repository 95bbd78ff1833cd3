package dev.retrain.runtime.trigger;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Node;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.error.Problem;
import dev.retrain.api.retraining.NamedPart;
import dev.retrain.api.retraining.PartTypes;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.retraining.Signal;
import dev.retrain.api.retraining.Trigger;
import dev.retrain.api.retraining.TriggerContext;
import dev.retrain.runtime.evidence.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Fires when at least a number of triggers fire at the same look and a last one, where there is
 * one, does not. It is quiet when so many are quiet that the rest cannot make it fire, else
 * undecided.
 *
 * @param of the triggers
 * @param atLeast how many must fire, from 1 to all
 * @param unless must not fire; an undecided one leaves the whole undecided
 */
public record CombinedTrigger(List<Trigger> of, int atLeast, List<Trigger> unless)
    implements Trigger {

  /** Copies the triggers and checks the number. */
  public CombinedTrigger {
    of = List.copyOf(of);
    unless = List.copyOf(unless);
    if (atLeast < 1 || atLeast > of.size()) {
      throw new IllegalArgumentException(
          "at least " + atLeast + " of " + of.size() + " triggers can never fire");
    }
  }

  /** Returns a copy that is held back while another trigger fires. */
  public CombinedTrigger notWhile(Trigger other) {
    List<Trigger> more = new ArrayList<>(unless);
    more.add(requireNonNull(other));
    return new CombinedTrigger(of, atLeast, more);
  }

  @Override
  public String describe() {
    String parts = of.stream().map(Trigger::describe).collect(Collectors.joining(", ", "(", ")"));
    String words = of.size() == 1 ? parts : "at least " + atLeast + " of " + parts;
    return unless.isEmpty()
        ? words
        : words
            + " unless "
            + unless.stream().map(Trigger::describe).collect(Collectors.joining(" or "));
  }

  @Override
  public List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    of.forEach(trigger -> problems.addAll(trigger.problems()));
    unless.forEach(trigger -> problems.addAll(trigger.problems()));
    Stream.concat(of.stream(), unless.stream())
        .filter(CombinedTrigger::isLeftToTheBackend)
        .forEach(trigger -> problems.add(leftToTheBackend(trigger)));
    return problems;
  }

  private static boolean isLeftToTheBackend(Trigger trigger) {
    return trigger instanceof CronTrigger cron
        && cron.scheduledBy() == CronTrigger.Scheduler.BACKEND;
  }

  private Problem leftToTheBackend(Trigger part) {
    return Problem.error(
        "combined-schedule",
        "when",
        describe(),
        "a schedule of the backend starts runs by itself, so '"
            + part.describe()
            + "' cannot be combined with other triggers",
        "Make it a trigger of its own, or leave out scheduledBy");
  }

  @Override
  public List<Problem> warnings(Retraining policy) {
    List<Problem> problems = new ArrayList<>();
    of.forEach(trigger -> problems.addAll(trigger.warnings(policy)));
    unless.forEach(trigger -> problems.addAll(trigger.warnings(policy)));
    return problems;
  }

  @Override
  public Signal check(TriggerContext context) {
    List<Trigger> all = new ArrayList<>(of);
    all.addAll(unless);
    List<String> ids = TriggerIds.ofContent(all);
    CombinedMemory memories = CombinedMemory.recall(context, ids);
    List<Signal> said = memories.check(of, ids.subList(0, of.size()));
    List<Signal> against = memories.check(unless, ids.subList(of.size(), ids.size()));
    boolean free = against.stream().allMatch(Signal.Quiet.class::isInstance);
    Signal signal = new Held(memories, context).once(answer(said, against), fires(said), free);
    memories.remember();
    return signal;
  }

  /** Returns whether a part fired that fires for one look only, such as a time of day. */
  private boolean fires(List<Signal> said) {
    for (int i = 0; i < said.size(); i++) {
      if (said.get(i) instanceof Signal.Fire && isMomentary(of.get(i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isMomentary(Trigger trigger) {
    return trigger instanceof CronTrigger
        || (trigger instanceof CombinedTrigger combined
            && combined.of().stream().anyMatch(CombinedTrigger::isMomentary));
  }

  /**
   * Repeats a firing of one look until a run came of it, while {@code unless} is quiet: a guard may
   * delay it, but must not lose it.
   */
  private record Held(CombinedMemory memories, TriggerContext context) {
    Signal once(Signal signal, boolean momentary, boolean free) {
      Optional<String> actedOn = context.actedOn();
      if (actedOn.isEmpty()) {
        return signal; // the trigger of which this one is a part repeats it
      }
      if (signal instanceof Signal.Fire fire) {
        memories.hold(momentary ? Optional.of(fire.firingId()) : Optional.empty());
        return signal;
      }
      Optional<String> held = memories.held();
      if (held.equals(actedOn)) {
        memories.hold(Optional.empty());
        return signal;
      }
      return held.isPresent() && free
          ? Signal.fire(held.get(), "it fired before and no run came of it", signal.evidence())
          : signal;
    }
  }

  private Signal answer(List<Signal> said, List<Signal> against) {
    Node.Mapping evidence = evidence(said, against);
    List<Signal.Fire> fired = only(said, Signal.Fire.class);
    int open = said.size() - only(said, Signal.Quiet.class).size();
    List<Signal.Fire> vetoes = only(against, Signal.Fire.class);
    if (open < atLeast) {
      return Signal.quiet(why(said), evidence);
    }
    if (!vetoes.isEmpty()) {
      return Signal.quiet("held back: " + vetoes.get(0).why(), evidence);
    }
    if (fired.size() < atLeast || !only(against, Signal.Undecided.class).isEmpty()) {
      return Signal.undecided(why(fired.size() < atLeast ? said : against), evidence);
    }
    return Signal.fire(
        fired.stream().map(Signal.Fire::firingId).collect(Collectors.joining("+")),
        why(fired),
        evidence);
  }

  private static <S extends Signal> List<S> only(List<Signal> signals, Class<S> kind) {
    return signals.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  private static String why(List<? extends Signal> signals) {
    return signals.stream().map(Signal::why).collect(Collectors.joining("; "));
  }

  private static Node.Mapping evidence(List<Signal> said, List<Signal> against) {
    return Facts.NONE.with("of", parts(said)).with("unless", parts(against)).toNode();
  }

  private static Node parts(List<Signal> signals) {
    List<Node> parts = new ArrayList<>();
    for (Signal signal : signals) {
      String word =
          signal instanceof Signal.Fire
              ? "fire"
              : signal instanceof Signal.Quiet ? "quiet" : "undecided";
      parts.add(
          Facts.NONE
              .with("signal", word)
              .with("why", signal.why())
              .and(signal.evidence())
              .toNode());
    }
    return Node.of(parts);
  }

  /** {@code {type: combination, of: [...], atLeast: 2, unless: [...]}}. */
  public static final class Type extends NamedPart<Trigger, CombinedTrigger> {

    /** Creates the type, as {@link java.util.ServiceLoader} requires. */
    public Type() {
      super(Trigger.class, "combination", CombinedTrigger.class);
    }

    @Override
    public ObjectShape<CombinedTrigger> shape() {
      var parts = Shapes.list(PartTypes.nested(Trigger.class, "Trigger"));
      ObjectShape.Builder<CombinedTrigger> all = ObjectShape.named("Combination");
      var of = all.required("of", parts, CombinedTrigger::of, "the triggers");
      var atLeast =
          all.required("atLeast", Shapes.integer(1, 1000), c -> (long) c.atLeast(), "must fire");
      var unless =
          all.optional("unless", parts, List.of(), CombinedTrigger::unless, "must not fire");
      return all.build(
          f -> new CombinedTrigger(f.get(of), Math.toIntExact(f.get(atLeast)), f.get(unless)));
    }
  }
}
