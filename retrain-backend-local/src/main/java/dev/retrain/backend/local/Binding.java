package dev.retrain.backend.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a step's program is on this machine. */
sealed interface Binding {

  /**
   * A child process: these words, then the step's arguments.
   *
   * @param folder where it works; empty for a folder of the step's own
   */
  record Command(List<String> words, Optional<Path> folder) implements Binding {
    public Command {
      words = List.copyOf(words);
    }
  }

  /** A child process of this Java that runs a standard step. */
  record Standard(List<String> words) implements Binding {
    public Standard {
      words = List.copyOf(words);
    }
  }

  /** A container: the engine's command, the image, then the step's command and arguments. */
  record Engine(List<String> engine, String image, List<String> command) implements Binding {
    public Engine {
      engine = List.copyOf(engine);
      command = List.copyOf(command);
    }
  }

  /** A Java function in this process. */
  record Function(StepFunction function) implements Binding {}

  /** One method per kind of binding. */
  interface Visitor<R> {
    R command(Command binding);

    R standard(Standard binding);

    R engine(Engine binding);

    R function(Function binding);
  }

  /** Calls the visitor's method for this kind. */
  default <R> R accept(Visitor<R> visitor) {
    if (this instanceof Command command) {
      return visitor.command(command);
    }
    if (this instanceof Standard standard) {
      return visitor.standard(standard);
    }
    return this instanceof Engine engine
        ? visitor.engine(engine)
        : visitor.function((Function) this);
  }
}
