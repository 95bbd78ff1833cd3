package dev.retrain.backend.local;

import dev.retrain.steps.StandardComponents;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A standard step within this process, where no other Java could find its classes.
 *
 * @param component its name
 * @param dataRoot the folder that relative sources and schemas start from
 */
record StandardFunction(String component, Path dataRoot) implements StepFunction {

  @Override
  public void run(StepCall call) throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    int code;
    try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      code = StandardComponents.run(component, call.arguments(), dataRoot, out);
    } finally {
      call.log().print(printed.toString(StandardCharsets.UTF_8));
    }
    if (code != 0) {
      throw new IllegalStateException(component + " ended with code " + code);
    }
  }
}
