import { shallowReadonly, shallowRef, type ShallowRef } from 'vue'
import { createRouter, createWebHistory, START_LOCATION, type Router } from 'vue-router'
import NotFoundPage from './pages/NotFoundPage.vue'
import OrderPage from './pages/OrderPage.vue'
import OrdersPage from './pages/OrdersPage.vue'
import TeaPage from './pages/TeaPage.vue'
import TeasPage from './pages/TeasPage.vue'
import { signInFirst } from './sign-in-first.ts'
import { setTitle } from './use-title.ts'

declare module 'vue-router' {
  interface RouteMeta {
    title: string
  }
}

export const router: Router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', component: TeasPage, meta: { title: '山前茶铺' } },
    {
      path: '/teas/:teaId',
      component: TeaPage,
      props: true,
      beforeEnter: signInFirst,
      meta: { title: '确认订单' },
    },
    {
      path: '/orders',
      component: OrdersPage,
      beforeEnter: signInFirst,
      meta: { title: '我的订单' },
    },
    {
      path: '/orders/:orderId',
      component: OrderPage,
      props: true,
      beforeEnter: signInFirst,
      meta: { title: '订单详情' },
    },
    { path: '/:rest(.*)*', component: NotFoundPage, meta: { title: '没有这个页面' } },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

const navigating = shallowRef(true)
/** Whether the next page is on its way, for example while the user is signed in. */
export const isNavigating: Readonly<ShallowRef<boolean>> = shallowReadonly(navigating)

router.beforeEach((to, from) => {
  if (to.path !== from.path) navigating.value = true
})
router.afterEach((to, from, failure) => {
  navigating.value = false
  // A page may have set a title of its own, which a change of the query keeps.
  if (!failure && (from === START_LOCATION || to.path !== from.path)) setTitle(to.meta.title)
})
router.onError(() => {
  navigating.value = false
})
