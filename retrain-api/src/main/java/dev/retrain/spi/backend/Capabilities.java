package dev.retrain.spi.backend;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** What a backend declares of every capability. Immutable. */
public final class Capabilities {

  private static final Set<Capability> NEED_A_CLIENT =
      EnumSet.of(
          Capability.CANCEL, Capability.SCHEDULE, Capability.TRAFFIC_SPLIT, Capability.MIRROR);
  private static final Support NO_CLIENT =
      Support.absent(
          "this version translates and does not yet talk to the service", "Use another backend");
  private static final Support NO_ALARM =
      Support.absent(
          "this version sets no alarms of the service",
          "Share the store with another node, or let cron run retrain tick: whoever ticks next"
              + " takes over");

  private final Map<Capability, Support> declared;

  private Capabilities(Map<Capability, Support> declared) {
    this.declared = Collections.unmodifiableMap(new EnumMap<>(declared));
  }

  /**
   * A complete declaration.
   *
   * @throws IllegalArgumentException naming every capability that is not declared: silence is not a
   *     declaration
   */
  public static Capabilities of(Map<Capability, Support> declared) {
    Set<Capability> missing = EnumSet.allOf(Capability.class);
    missing.removeAll(declared.keySet());
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException("nothing is declared of " + missing);
    }
    return new Capabilities(declared);
  }

  /**
   * The declaration of a backend that only translates in this version: what needs a client of the
   * service is absent, the rest must be declared.
   */
  public static Capabilities ofTranslator(Map<Capability, Support> declared) {
    Map<Capability, Support> all = new EnumMap<>(Capability.class);
    all.putAll(declared);
    NEED_A_CLIENT.forEach(capability -> all.put(capability, NO_CLIENT));
    all.put(Capability.ARMED_ROLLBACK, NO_ALARM);
    return of(all);
  }

  /** What is declared of one. */
  public Support of(Capability capability) {
    Support support = declared.get(capability);
    if (support == null) {
      throw new IllegalStateException("nothing is declared of " + capability);
    }
    return support;
  }

  /** Whether it is there, natively or emulated. */
  public boolean has(Capability capability) {
    return !(of(capability) instanceof Support.Absent);
  }

  /** Everything, in the order of the enum. */
  public Map<Capability, Support> all() {
    return declared;
  }
}
