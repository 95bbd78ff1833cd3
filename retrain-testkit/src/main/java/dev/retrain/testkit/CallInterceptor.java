package dev.retrain.testkit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Puts a listener before and after every call of an interface, to count calls, to fail them, or to
 * end the process there. Calls are enumerated by the interface itself, so that none is forgotten
 * when it grows.
 */
public final class CallInterceptor {

  /** What happens around a call; what it throws, the caller sees. */
  public interface Listener {

    /** Runs before the call reaches the real object. */
    default void before(String call) {}

    /** Runs after the real call, before it returns to the caller. */
    default void after(String call) {}
  }

  private CallInterceptor() {}

  /**
   * Returns the object with a listener around it.
   *
   * @param type an interface; {@code toString} and the like of {@link Object} are not intercepted
   * @param calls are named {@code Type.method}
   */
  public static <T> T calls(Class<T> type, T real, Listener calls) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (method.getDeclaringClass().equals(Object.class)) {
                return invoke(real, method, arguments);
              }
              String call = type.getSimpleName() + "." + method.getName();
              calls.before(call);
              Object result = invoke(real, method, arguments);
              calls.after(call);
              return result;
            }));
  }

  private static Object invoke(Object real, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
