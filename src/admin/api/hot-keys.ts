export const hotKeyRoutes = () => {};
