package dev.retrain.api.pipeline;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a step runs: the user's image with an explicit command, or a standard component. */
public sealed interface Program {

  /**
   * The user's image, or a program of the machine itself.
   *
   * @param image a reference with a digest, or with a tag where that is allowed; empty for a
   *     program of the machine, which only backends that run on one machine take
   * @param command the program and its fixed arguments; image entry points are never relied on
   * @param mutableTagAllowed whether an image without a digest is accepted
   */
  record Container(String image, List<String> command, boolean mutableTagAllowed)
      implements Program {
    /** Copies the command. */
    public Container {
      command = List.copyOf(command);
    }

    /** Returns a program of the machine that the pipeline runs on, without an image. */
    public static Container ofMachine(List<String> words) {
      return new Container("", words, true);
    }

    /** Returns whether it is a program of the machine, without an image. */
    public boolean isOfMachine() {
      return image.isEmpty();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.container(this);
    }
  }

  /**
   * A component of retrain-steps: a child process of this Java on the local backend, the settings'
   * {@code stepsImage} on a cloud.
   *
   * @param component its name, such as {@code split}
   * @param options its fixed options, passed as {@code --name value} in sorted order
   */
  record Standard(String component, Map<String, String> options) implements Program {
    /** Copies the options. */
    public Standard {
      options = Collections.unmodifiableMap(new TreeMap<>(options));
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.standard(this);
    }
  }

  /** One method per kind of program. */
  interface Visitor<R> {
    /** Visits the user's image. */
    R container(Container container);

    /** Visits a component of retrain-steps. */
    R standard(Standard standard);
  }

  /** Calls the visitor's method for this kind. */
  <R> R accept(Visitor<R> visitor);
}
