package dev.retrain.api.retraining;

import static java.util.Objects.requireNonNull;

/**
 * A {@link PartType} of which only the shape is left to define. Immutable.
 *
 * @param <P> what the part is used as
 * @param <T> the class of the part
 */
public abstract class NamedPart<P, T extends P> implements PartType<P, T> {

  private final Class<P> role;
  private final String name;
  private final Class<T> type;

  /**
   * Creates a part type for a role, the value of the key {@code type}, and the exact class; called
   * from a constructor without arguments.
   */
  protected NamedPart(Class<P> role, String name, Class<T> type) {
    this.role = requireNonNull(role);
    this.name = requireNonNull(name);
    this.type = requireNonNull(type);
  }

  @Override
  public final Class<P> role() {
    return role;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final Class<T> type() {
    return type;
  }
}
