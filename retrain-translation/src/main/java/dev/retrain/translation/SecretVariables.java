package dev.retrain.translation;

import dev.retrain.api.pipeline.Execution;
import dev.retrain.api.pipeline.SecretRef;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The environment variables that tell a container where its secrets are kept, on services that do
 * not set a variable from a secret. For a secret bound to {@code LOGIN}, {@code LOGIN_SECRET} holds
 * the address of the secret and {@code LOGIN_SECRET_KEY} the entry to read, if one is named.
 */
public final class SecretVariables {

  private SecretVariables() {}

  /** Returns the variable that holds the address of the secret bound to another variable. */
  public static String address(String variable) {
    return variable + "_SECRET";
  }

  /** Returns the variable that names the entry to read within that secret. */
  public static String entry(String variable) {
    return variable + "_SECRET_KEY";
  }

  /**
   * Returns the variables for all secrets of a step, sorted by name. None of them holds a secret.
   *
   * @param address maps a secret to the address that the container reads it from
   */
  public static Map<String, String> of(Execution execution, Function<SecretRef, String> address) {
    Map<String, String> variables = new TreeMap<>();
    execution
        .secrets()
        .forEach(
            (variable, secret) -> {
              variables.put(address(variable), address.apply(secret));
              secret.key().ifPresent(key -> variables.put(entry(variable), key));
            });
    return variables;
  }

  /** Returns the environment variables of a step whose names are reserved for its secrets. */
  public static Set<String> clashes(Execution execution) {
    Set<String> reserved = new TreeSet<>();
    for (String variable : execution.secrets().keySet()) {
      reserved.add(address(variable));
      reserved.add(entry(variable));
    }
    reserved.retainAll(execution.environment().keySet());
    return reserved;
  }
}
