package dev.retrain.cli;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.retraining.Retraining;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** One retraining of those that are operated. */
final class NamedRetraining {

  @Parameters(paramLabel = "RETRAINING", description = "Its name.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String name;

  @Mixin private final OperatingOptions operating = new OperatingOptions();

  String name() {
    return name;
  }

  /**
   * What is operated.
   *
   * @throws ConfigurationProblem if the retraining is not among it
   */
  OperatingConfig config() {
    OperatingConfig config = operating.config();
    List<String> known = config.policies().stream().map(Retraining::name).toList();
    if (!known.contains(name)) {
      throw new ConfigurationProblem(
          "asked for the retraining '" + name + "', the config names " + known,
          FailureContext.hint("correct the name, or add its file to retrainings"),
          null);
    }
    return config;
  }
}
