package dev.retrain.cli;

import dev.retrain.runtime.phase.RetrainingRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code retrain approve}. */
@Command(
    name = "approve",
    mixinStandardHelpOptions = true,
    description =
        "Approves a challenger that waits for a person; its rollout starts at the next tick.")
final class ApproveCommand implements Callable<Integer> {

  @Mixin private final ApprovalAnswer answer = new ApprovalAnswer();
  @Mixin private final OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    return answer.put(RetrainingRequest.Verb.APPROVE, output);
  }
}
