package dev.retrain.cli;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.retraining.Retraining;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The parameter that names a retraining of the config. */
final class NamedRetraining {

  @Parameters(paramLabel = "RETRAINING", description = "Its name.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String name;

  @Mixin private final OperatingOptions operating = new OperatingOptions();

  String name() {
    return name;
  }

  /**
   * Returns the operating config.
   *
   * @throws ConfigurationProblem if it does not contain the retraining
   */
  OperatingConfig config() {
    OperatingConfig config = operating.config();
    List<String> known = config.policies().stream().map(Retraining::name).toList();
    if (!known.contains(name)) {
      throw unknown(name, known);
    }
    return config;
  }

  /** Returns the problem of a name that the config does not have. */
  static ConfigurationProblem unknown(String name, List<String> known) {
    return new ConfigurationProblem(
        "the config has no retraining '" + name + "'; it has " + known,
        FailureContext.hint("correct the name, or add its policy file to retrainings"),
        null);
  }
}
