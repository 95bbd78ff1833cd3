package dev.retrain.cli;

import dev.retrain.cli.CheckFinding.State;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code retrain check}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description =
        "Checks retrain.yaml and the policies it names, with their pipelines on the backend. Calls"
            + " no service. Exits with 2 and lists every problem when something is invalid.")
final class CheckCommand implements Callable<Integer> {

  @Mixin private final OperatingOptions operating = new OperatingOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    List<CheckFinding> findings = new ConfigCheck(operating.config()).findings();
    output.print(CheckFinding.document(findings), out -> CheckFinding.print(findings, out));
    if (CheckFinding.any(findings, State.FAILED)) {
      return ExitCode.INVALID;
    }
    return CheckFinding.any(findings, State.UNKNOWN) ? ExitCode.UNSUPPORTED : ExitCode.DONE;
  }
}
