package dev.retrain.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds the types of libraries in the public signatures of a module. A test of the module asserts
 * that there are none, so that no library becomes part of its contract:
 *
 * <pre>{@code
 * assertThat(PublicSignatures.foreign(MyBackend.class)).isEmpty();
 * }</pre>
 *
 * <p>Checks public types and their public and protected methods, constructors and fields: return
 * types, parameters, type arguments, bounds, exceptions, and the types they extend and implement.
 * Types of the JDK, of retrain and of JSpecify are allowed.
 */
public final class PublicSignatures {

  private static final String CLASS = ".class";
  private static final List<String> ALLOWED =
      List.of("java.", "javax.net.ssl.", "javax.sql.", "dev.retrain.", "org.jspecify.");

  private final List<String> allowed;
  private final Set<String> found = new TreeSet<>();

  private PublicSignatures(List<String> allowed) {
    this.allowed = allowed;
  }

  /**
   * Returns every use of another type, such as {@code dev.acme.Client.call names okhttp3.Call},
   * sorted.
   *
   * @param member a class of the module; all classes beside it, in its folder of compiled classes,
   *     are checked
   * @param alsoAllowed prefixes of more allowed types, such as {@code org.junit.}
   * @throws IllegalArgumentException if the class was not loaded from a folder
   */
  public static List<String> foreign(Class<?> member, String... alsoAllowed) {
    List<String> prefixes = new ArrayList<>(ALLOWED);
    prefixes.addAll(Arrays.asList(alsoAllowed));
    PublicSignatures signatures = new PublicSignatures(prefixes);
    classes(member).filter(PublicSignatures::isVisible).forEach(signatures::check);
    return List.copyOf(signatures.found);
  }

  private static Stream<Class<?>> classes(Class<?> member) {
    Path root = rootOf(member);
    if (!Files.isDirectory(root)) {
      throw new IllegalArgumentException(
          member.getName() + " was loaded from " + root + ", which is not a folder");
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .map(file -> root.relativize(file).toString().replace('\\', '/'))
          .filter(file -> file.endsWith(CLASS) && !file.endsWith("-info.class"))
          .map(file -> file.substring(0, file.length() - CLASS.length()).replace('/', '.'))
          .sorted()
          .<Class<?>>map(name -> load(name, member.getClassLoader()))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path rootOf(Class<?> member) {
    try {
      return Path.of(member.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(member.getName() + " was not loaded from a folder", e);
    }
  }

  private static Class<?> load(String name, ClassLoader loader) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(name + " is on the class path and cannot be loaded", e);
    }
  }

  private static boolean isVisible(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return isVisible(type.getModifiers()) && (outer == null || isVisible(outer));
  }

  private static boolean isVisible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private void check(Class<?> type) {
    String name = type.getName();
    check(name, type.getGenericSuperclass());
    check(name, type.getGenericInterfaces());
    check(name, type.getTypeParameters());
    for (Field field : type.getDeclaredFields()) {
      if (isVisible(field.getModifiers())) {
        check(name + "." + field.getName(), field.getGenericType());
      }
    }
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      check(name, constructor);
    }
    for (Method method : type.getDeclaredMethods()) {
      if (check(name + "." + method.getName(), method)) {
        check(name + "." + method.getName(), method.getGenericReturnType());
      }
    }
  }

  private boolean check(String place, Executable executable) {
    boolean visible = isVisible(executable.getModifiers()) && !executable.isSynthetic();
    if (visible) {
      check(place, executable.getGenericParameterTypes());
      check(place, executable.getGenericExceptionTypes());
      check(place, executable.getTypeParameters());
    }
    return visible;
  }

  private void check(String place, Type... types) {
    for (Type type : types) {
      if (type instanceof Class<?> plain) {
        checkClass(place, plain);
      } else if (type instanceof ParameterizedType parameterized) {
        check(place, parameterized.getRawType());
        check(place, parameterized.getActualTypeArguments());
      } else if (type instanceof GenericArrayType array) {
        check(place, array.getGenericComponentType());
      } else if (type instanceof WildcardType wildcard) {
        check(place, wildcard.getUpperBounds());
        check(place, wildcard.getLowerBounds());
      } else if (type instanceof TypeVariable<?> variable) {
        checkBounds(place, variable);
      }
    }
  }

  /** Only plain bounds: a variable may be bounded by itself. */
  private void checkBounds(String place, TypeVariable<?> variable) {
    for (Type bound : variable.getBounds()) {
      if (bound instanceof Class<?> plain) {
        checkClass(place, plain);
      } else if (bound instanceof ParameterizedType parameterized) {
        check(place, parameterized.getRawType());
      }
    }
  }

  private void checkClass(String place, Class<?> type) {
    Class<?> element = type;
    while (element.isArray()) {
      element = element.getComponentType();
    }
    String name = element.getName();
    if (!element.isPrimitive() && allowed.stream().noneMatch(name::startsWith)) {
      found.add(place + " names " + name);
    }
  }
}
