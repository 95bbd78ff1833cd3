package dev.retrain.spi.backend;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The declaration of every capability by a backend. Immutable. */
public final class Capabilities {

  private static final Set<Capability> NEED_A_CLIENT =
      EnumSet.of(
          Capability.CANCEL,
          Capability.RESUME,
          Capability.SCHEDULE,
          Capability.TRAFFIC_SPLIT,
          Capability.MIRROR);
  private static final Support NO_CLIENT =
      Support.absent(
          "this version translates and does not yet talk to the service", "Use another backend");
  private static final Support NO_ALARM =
      Support.absent(
          "this version sets no alarms of the service",
          "Share the store with another node, or let cron run retrain tick: the next"
              + " tick takes over");

  private final Map<Capability, Support> declared;

  private Capabilities(Map<Capability, Support> declared) {
    this.declared = Collections.unmodifiableMap(new EnumMap<>(declared));
  }

  /**
   * Returns a complete declaration.
   *
   * @throws IllegalArgumentException naming every capability that is not declared
   */
  public static Capabilities of(Map<Capability, Support> declared) {
    Set<Capability> missing = EnumSet.allOf(Capability.class);
    missing.removeAll(declared.keySet());
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException("there is no declaration of " + missing);
    }
    return new Capabilities(declared);
  }

  /**
   * Returns the declaration of a backend that only translates in this version: what needs a client
   * of the service is absent, the rest must be declared.
   */
  public static Capabilities ofTranslator(Map<Capability, Support> declared) {
    Map<Capability, Support> all = new EnumMap<>(Capability.class);
    all.putAll(declared);
    NEED_A_CLIENT.forEach(capability -> all.put(capability, NO_CLIENT));
    all.put(Capability.ARMED_ROLLBACK, NO_ALARM);
    return of(all);
  }

  /** Returns the declaration of one capability. */
  public Support of(Capability capability) {
    Support support = declared.get(capability);
    if (support == null) {
      throw new IllegalStateException("there is no declaration of " + capability);
    }
    return support;
  }

  /** Returns whether a capability is present, natively or emulated. */
  public boolean has(Capability capability) {
    return !(of(capability) instanceof Support.Absent);
  }

  /** Returns all declarations, in the order of the enum. */
  public Map<Capability, Support> all() {
    return declared;
  }
}
