package dev.retrain.cli;

import dev.retrain.api.rollout.Target;

/** Names and descriptions of targets. */
final class Targets {

  private Targets() {}

  /** Returns the name of the endpoint, of the model of an alias, or of the router. */
  static String name(Target target) {
    if (target instanceof Target.RegistryAlias alias) {
      return alias.model();
    }
    return target instanceof Target.Endpoint endpoint
        ? endpoint.name()
        : ((Target.InProcess) target).router();
  }

  /** Returns text such as {@code the endpoint flights-prod}. */
  static String describe(Target target) {
    if (target instanceof Target.RegistryAlias) {
      return "the registry alias of " + name(target);
    }
    return (target instanceof Target.Endpoint ? "the endpoint " : "the router ") + name(target);
  }
}
