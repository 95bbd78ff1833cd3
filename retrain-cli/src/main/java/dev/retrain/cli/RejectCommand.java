package dev.retrain.cli;

import dev.retrain.runtime.phase.RetrainingRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code retrain reject}. */
@Command(
    name = "reject",
    mixinStandardHelpOptions = true,
    description = "Rejects a challenger that waits for a person.")
final class RejectCommand implements Callable<Integer> {

  @Mixin private final ApprovalAnswer answer = new ApprovalAnswer();
  @Mixin private final OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    return answer.put(RetrainingRequest.Verb.REJECT, output);
  }
}
